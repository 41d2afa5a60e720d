//! Takes the length out of `held` as soon as it is there, and keeps it in a variable. Dropped half-way, the frame's own
//! bytes are taken for a length by the next call.
//! family: lost_on_drop
//! caught by: dropped_half_way_no_byte_is_lost
//! says: the length taken out

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        if length.is_none() && held.len() >= 4 {
            let bytes: Vec<u8> = held.drain(..4).collect();
            let bytes = [bytes[0], bytes[1], bytes[2], bytes[3]];
            length = Some(u32::from_be_bytes(bytes) as usize);
        }
        match length {
            Some(length) if length > 65536 => return Err(ErrorKind::InvalidData.into()),
            Some(length) if held.len() >= length => return Ok(Some(held.drain(..length).collect())),
            _ => {}
        }
        if reader.read_buf(held).await? == 0 {
            return match (length, held.is_empty()) {
                (None, true) => Ok(None),
                _ => Err(ErrorKind::UnexpectedEof.into()),
            };
        }
    }
}
