//! Says `UnexpectedEof` for every error of the reader.
//! family: wrong_error
//! caught by: after_an_error_a_later_call_goes_on
//! says: replaced by another

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt};

pub async fn read_frame<R: AsyncRead + Unpin>(
    reader: &mut R,
    held: &mut Vec<u8>,
) -> io::Result<Option<Vec<u8>>> {
    loop {
        if let Some(frame) = take_frame(held)? {
            return Ok(Some(frame));
        }
        match reader.read_buf(held).await {
            Ok(0) if held.is_empty() => return Ok(None),
            Ok(0) | Err(_) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(_) => {}
        }
    }
}

/// The frame at the front of `held`, if it is whole.
fn take_frame(held: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    let Some((length, rest)) = held.split_first_chunk() else { return Ok(None) };
    let length = u32::from_be_bytes(*length) as usize;
    if length > 65536 {
        return Err(ErrorKind::InvalidData.into());
    }
    let Some(frame) = rest.get(..length) else { return Ok(None) };
    let frame = frame.to_vec();
    held.drain(..4 + length);
    Ok(Some(frame))
}
