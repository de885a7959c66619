//! The named tensors of an ONNX file. The format is Protocol Buffers; of its schema (`onnx.proto`) six fields matter.

use std::collections::BTreeMap;

/// Float tensors by name, each with its shape.
pub(crate) type Tensors = BTreeMap<String, Tensor>;

#[derive(Debug)]
pub(crate) struct Tensor {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

// Field numbers in onnx.proto.
const MODEL_GRAPH: u64 = 7;
const GRAPH_INITIALIZER: u64 = 5;
const TENSOR_DIMS: u64 = 1;
const TENSOR_DATA_TYPE: u64 = 2;
const TENSOR_NAME: u64 = 8;
const TENSOR_RAW_DATA: u64 = 9;

/// `TensorProto.DataType.FLOAT`.
const FLOAT: u64 = 1;

/// The float initializers of the model's graph. Others (shapes, indices) are left out.
pub(crate) fn tensors(model: &[u8]) -> Result<Tensors, String> {
    let mut tensors = Tensors::new();
    for (field, value) in fields(model)? {
        let (MODEL_GRAPH, Value::Bytes(graph)) = (field, value) else { continue };
        for (field, value) in fields(graph)? {
            let (GRAPH_INITIALIZER, Value::Bytes(initializer)) = (field, value) else { continue };
            if let Some((name, tensor)) = tensor(initializer)? {
                tensors.insert(name, tensor);
            }
        }
    }
    Ok(tensors)
}

/// The tensor of that name, which must have that shape.
pub(crate) fn find<'a>(
    tensors: &'a Tensors,
    name: &str,
    shape: &[usize],
) -> Result<&'a [f32], String> {
    let tensor = tensors.get(name).ok_or_else(|| format!("there is no tensor {name}"))?;
    if tensor.shape != shape {
        return Err(format!("{name} has the shape {:?}, not {shape:?}", tensor.shape));
    }
    Ok(&tensor.values)
}

fn tensor(message: &[u8]) -> Result<Option<(String, Tensor)>, String> {
    let (mut name, mut shape, mut raw, mut float) = (String::new(), Vec::new(), &[][..], false);
    for (field, value) in fields(message)? {
        match (field, value) {
            (TENSOR_DIMS, Value::Number(length)) => shape.push(length as usize),
            (TENSOR_DIMS, Value::Bytes(mut packed)) => {
                while !packed.is_empty() {
                    shape.push(varint(&mut packed)? as usize);
                }
            }
            (TENSOR_DATA_TYPE, Value::Number(kind)) => float = kind == FLOAT,
            (TENSOR_NAME, Value::Bytes(text)) => name = String::from_utf8_lossy(text).into_owned(),
            (TENSOR_RAW_DATA, Value::Bytes(bytes)) => raw = bytes,
            _ => {}
        }
    }
    if !float {
        return Ok(None);
    }
    let values: Vec<f32> = raw
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes(bytes.try_into().expect("chunks of four")))
        .collect();
    if values.len() != shape.iter().product::<usize>() {
        return Err(format!("{name} has {} values for the shape {shape:?}", values.len()));
    }
    Ok(Some((name, Tensor { shape, values })))
}

enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Fixed,
}

/// The fields of a message, in order, with their numbers.
fn fields(mut message: &[u8]) -> Result<Vec<(u64, Value<'_>)>, String> {
    let mut fields = Vec::new();
    while !message.is_empty() {
        let key = varint(&mut message)?;
        let value = match key & 7 {
            0 => Value::Number(varint(&mut message)?),
            1 => take(&mut message, 8).map(|_| Value::Fixed)?,
            2 => {
                let length = varint(&mut message)?;
                Value::Bytes(take(&mut message, length as usize)?)
            }
            5 => take(&mut message, 4).map(|_| Value::Fixed)?,
            other => return Err(format!("not an ONNX file: wire type {other}")),
        };
        fields.push((key >> 3, value));
    }
    Ok(fields)
}

fn varint(bytes: &mut &[u8]) -> Result<u64, String> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)?[0];
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err("not an ONNX file: a number has no end".to_owned())
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], String> {
    let (taken, rest) =
        bytes.split_at_checked(length).ok_or("the file ends in the middle of a field")?;
    *bytes = rest;
    Ok(taken)
}
