//! The sections of a WebAssembly file, read and written without understanding what stands in them.

use anyhow::{Context, Result, bail};

const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// The numbers of the sections that are looked into.
pub(super) mod section {
    pub(in crate::wasm) const CUSTOM: u8 = 0;
    pub(in crate::wasm) const IMPORT: u8 = 2;
    pub(in crate::wasm) const GLOBAL: u8 = 6;
    pub(in crate::wasm) const EXPORT: u8 = 7;
    pub(in crate::wasm) const CODE: u8 = 10;
}

/// A file as its sections, in order.
pub(super) struct File {
    sections: Vec<(u8, Vec<u8>)>,
}

impl File {
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let mut rest = bytes.strip_prefix(HEADER).context("no WebAssembly file")?;
        let mut sections = Vec::new();
        while let Some((&id, after)) = rest.split_first() {
            let (length, body) = number(after)?;
            let (body, after) =
                body.split_at_checked(length).context("a section is longer than the file")?;
            sections.push((id, body.to_vec()));
            rest = after;
        }
        Ok(Self { sections })
    }

    /// A file with nothing but one custom section.
    pub(super) fn of_custom(name: &str, content: &[u8]) -> Self {
        let mut file = Self { sections: Vec::new() };
        file.add_custom(name, content);
        file
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = HEADER.to_vec();
        for (id, body) in &self.sections {
            bytes.push(*id);
            push_vector(&mut bytes, body);
        }
        bytes
    }

    pub(super) fn section(&self, id: u8) -> Option<&[u8]> {
        self.sections.iter().find(|(one, _)| *one == id).map(|(_, body)| &**body)
    }

    /// The same file with another body for the section `id`.
    pub(super) fn with(&self, id: u8, body: &[u8]) -> Self {
        let sections = self.sections.iter();
        let sections = sections
            .map(|(one, old)| (*one, if *one == id { body.to_vec() } else { old.clone() }))
            .collect();
        Self { sections }
    }

    pub(super) fn add_custom(&mut self, name: &str, content: &[u8]) {
        let mut body = Vec::new();
        push_vector(&mut body, name.as_bytes());
        body.extend(content);
        self.sections.push((section::CUSTOM, body));
    }

    /// What each function consists of: its local variables and its instructions.
    pub(super) fn bodies(&self) -> Result<Vec<&[u8]>> {
        let (count, mut rest) = number(self.section(section::CODE).context("there is no code")?)?;
        let mut bodies = Vec::with_capacity(count);
        for _ in 0..count {
            let (length, body) = number(rest)?;
            let (body, after) = body.split_at_checked(length).context("a function is cut off")?;
            bodies.push(body);
            rest = after;
        }
        Ok(bodies)
    }

    /// The same file with other bodies for its functions.
    pub(super) fn with_bodies<'b>(
        &self,
        bodies: impl ExactSizeIterator<Item = impl AsRef<[u8]> + 'b>,
    ) -> Self {
        let mut code = Vec::new();
        push_number(&mut code, bodies.len());
        for body in bodies {
            push_vector(&mut code, body.as_ref());
        }
        self.with(section::CODE, &code)
    }
}

/// A number in WebAssembly's variable-length code, and what follows it.
pub(super) fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut number = 0;
    for (n, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7f) << (7 * n);
        if byte & 0x80 == 0 {
            return Ok((number, &bytes[n + 1..]));
        }
    }
    bail!("a number in a WebAssembly file does not end")
}

pub(super) fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Bytes with their number before them.
pub(super) fn push_vector(bytes: &mut Vec<u8>, content: &[u8]) {
    push_number(bytes, content.len());
    bytes.extend(content);
}
