//! Reads into a chunk of its own and appends it at once: nothing is awaited in between.

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    let mut chunk = [0; 1024];
    loop {
        if held.len() >= 4 {
            let length = u32::from_be_bytes([held[0], held[1], held[2], held[3]]) as usize;
            if length > 65536 {
                return Err(io::Error::new(ErrorKind::InvalidData, "a frame that is too long"));
            }
            if held.len() >= 4 + length {
                let rest = held.split_off(4 + length);
                let mut frame = std::mem::replace(held, rest);
                frame.drain(..4);
                return Ok(Some(frame));
            }
        }
        match reader.read(&mut chunk).await? {
            0 if held.is_empty() => return Ok(None),
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            count => held.extend_from_slice(&chunk[..count]),
        }
    }
}
