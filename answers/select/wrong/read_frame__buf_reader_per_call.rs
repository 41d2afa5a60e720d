//! Puts a `BufReader` around the reader in each call. What it has read ahead goes with it at the end of the call.
//! family: left_out
//! caught by: what_is_read_beyond_stays
//! says: a BufReader of the call's own

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt, BufReader};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    let mut reader = BufReader::new(reader);
    loop {
        let missing = match held.first_chunk() {
            None => 4 - held.len(),
            Some(length) => {
                let length = u32::from_be_bytes(*length) as usize;
                if length > 65536 {
                    return Err(ErrorKind::InvalidData.into());
                }
                if held.len() >= 4 + length {
                    return Ok(Some(held.drain(..4 + length).skip(4).collect()));
                }
                4 + length - held.len()
            }
        };
        let mut next = (&mut reader).take(missing as u64);
        if next.read_buf(held).await? == 0 {
            return if held.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
    }
}
