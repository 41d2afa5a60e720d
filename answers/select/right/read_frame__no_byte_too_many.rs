//! Asks for exactly what is missing: first of the length, then of the frame. It never reads beyond.

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    loop {
        let missing = match held.first_chunk() {
            None => 4 - held.len(),
            Some(length) => {
                let length = u32::from_be_bytes(*length) as usize;
                if length > 65536 {
                    return Err(ErrorKind::InvalidData.into());
                }
                let whole = 4 + length;
                if held.len() >= whole {
                    return Ok(Some(held.drain(..whole).skip(4).collect()));
                }
                whole - held.len()
            }
        };
        let mut next = (&mut *reader).take(missing as u64);
        if next.read_buf(held).await? == 0 {
            return if held.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
    }
}
