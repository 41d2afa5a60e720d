//! Makes `held` as long as the frame and reads into its end with `read_exact`. Dropped half-way, it is full of zeros
//! that nobody sent.
//! family: lost_on_drop
//! caught by: dropped_half_way_no_byte_is_lost
//! says: zeros in it

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    while held.len() < 4 {
        if reader.read_buf(held).await? == 0 {
            return if held.is_empty() { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
    }
    let length = u32::from_be_bytes([held[0], held[1], held[2], held[3]]) as usize;
    if length > 65536 {
        return Err(ErrorKind::InvalidData.into());
    }
    let there = held.len();
    if there < 4 + length {
        held.resize(4 + length, 0);
        reader.read_exact(&mut held[there..]).await?;
    }
    Ok(Some(held.drain(..4 + length).skip(4).collect()))
}
