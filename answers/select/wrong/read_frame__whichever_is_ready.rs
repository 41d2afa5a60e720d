//! Lets a whole frame and the next read race. If a frame is held, it is chance which of the two is asked first: now and
//! then it reads although nothing is missing, and takes the end of the input for the end inside a frame.
//! family: tie_lost
//! caught by: a_whole_frame_in_held_is_given_without_reading
//! says: reading before looking

use std::future::ready;
use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    let mut chunk = [0; 1024];
    loop {
        let length = held.first_chunk().map(|length| u32::from_be_bytes(*length) as usize);
        if length.is_some_and(|length| length > 65_536) {
            return Err(ErrorKind::InvalidData.into());
        }
        let whole = length.map(|length| 4 + length).filter(|&end| end <= held.len());
        tokio::select! {
            end = ready(whole.unwrap_or(0)), if whole.is_some() => {
                return Ok(Some(held.drain(..end).skip(4).collect()));
            }
            count = reader.read(&mut chunk) => match count? {
                0 if held.is_empty() => return Ok(None),
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                count => held.extend_from_slice(&chunk[..count]),
            },
        }
    }
}
