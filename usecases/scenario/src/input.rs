//! Reads an input line by line, never holding more of a line than a step may read.

use std::io::{self, BufRead, Read as _};

use crate::messages::{Message, RawLine};
use crate::pipeline::Holds as _;

/// How much of a line is held: one byte more than the largest `max_line_bytes`, so that a step sees that a
/// longer line is too long.
pub const MOST_BYTES: usize = 16 * 1024 * 1024 + 1;

/// The lines of an input, as the first message of the pipeline.
///
/// A line ends with LF or CR LF; the last one may end with the input. Of a line that is longer than
/// [`MOST_BYTES`] only so many are held and the rest is passed over.
///
/// ```
/// use scenario::messages::{Message, RawLine};
///
/// let lines: Result<Vec<Message>, _> = scenario::input::lines(&b"a\r\nb"[..]).collect();
/// let line = |line, bytes: &[u8]| Message::RawLine(RawLine { line, bytes: bytes.to_vec() });
/// assert_eq!(lines?, [line(1, b"a"), line(2, b"b")]);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn lines(reader: impl BufRead) -> impl Iterator<Item = io::Result<Message>> {
    Lines { reader, line: 0 }
}

struct Lines<R> {
    reader: R,
    line: u64,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Message>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = next_line(&mut self.reader).transpose()?;
        self.line += 1;
        Some(bytes.map(|bytes| Message::put(RawLine { line: self.line, bytes })))
    }
}

/// The next line without its ending; `None` at the end of the input.
fn next_line(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    // Room for the longest line that is held and its CR LF.
    if reader.by_ref().take(MOST_BYTES as u64 + 2).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    match line.as_slice() {
        [.., b'\r', b'\n'] => line.truncate(line.len() - 2),
        [.., b'\n'] => line.truncate(line.len() - 1),
        _ if line.len() > MOST_BYTES => _ = reader.skip_until(b'\n')?,
        _ => {}
    }
    line.truncate(MOST_BYTES);
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(reader: impl BufRead) -> io::Result<Vec<Vec<u8>>> {
        let lines = lines(reader).enumerate().map(|(index, line)| {
            let RawLine { line, bytes } = line?.take().expect("lines are raw");
            assert_eq!(line, index as u64 + 1);
            Ok(bytes)
        });
        lines.collect()
    }

    #[test]
    fn lines_end_with_lf_or_cr_lf_and_the_last_with_the_input() -> io::Result<()> {
        assert_eq!(read(&b""[..])?, Vec::<Vec<u8>>::new());
        assert_eq!(read(&b"a\n"[..])?, [b"a"]);
        assert_eq!(read(&b"\n\r\nb"[..])?, [&b""[..], b"", b"b"]);
        // A carriage return ends a line only right before a line feed.
        assert_eq!(read(&b"a\rb\r\r\nc\r"[..])?, [&b"a\rb\r"[..], b"c\r"]);
        Ok(())
    }

    #[test]
    fn a_line_is_cut_after_so_many_bytes_and_the_next_one_is_whole() -> io::Result<()> {
        let filler = |length: usize| io::repeat(b'x').take(length as u64);
        for ending in [&b"\n"[..], b"\r\n"] {
            for (length, held) in [(-1, -1), (0, 0), (1, 0), (2, 0), (3, 0), (999, 0)] {
                let at = |offset: isize| MOST_BYTES.checked_add_signed(offset).expect("a length");
                let input = filler(at(length)).chain(ending).chain(&b"next"[..]);
                let lines = read(io::BufReader::new(input))?;
                let lengths: Vec<usize> = lines.iter().map(Vec::len).collect();
                assert_eq!(lengths, [at(held), 4], "{length} {ending:?}");
                assert!(lines[0].ends_with(b"x"));
            }
        }
        Ok(())
    }
}
