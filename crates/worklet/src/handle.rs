//! Objects that the page holds by their address.

/// Gives an object to the page, or null.
pub(crate) fn give<T>(object: Option<T>) -> *mut T {
    object.map_or(std::ptr::null_mut(), |object| Box::into_raw(Box::new(object)))
}

/// Takes an object back and ends it.
///
/// # Safety
/// `pointer` is null or came from [`give`] and was not taken back yet.
pub(crate) unsafe fn take_back<T>(pointer: *mut T) {
    if !pointer.is_null() {
        // SAFETY: by the caller's promise it is a box's, and nobody else will free it.
        drop(unsafe { Box::from_raw(pointer) });
    }
}

/// Looks at an object the page names.
///
/// # Safety
/// `pointer` is null or came from [`give`] and was not taken back yet; no other reference to the object is alive. A
/// worklet has one thread, and every exported function lets go of its object before it returns.
pub(crate) unsafe fn named<'a, T>(pointer: *mut T) -> Option<&'a mut T> {
    // SAFETY: by the caller's promise it is null or points to a live object that nobody else looks at.
    unsafe { pointer.as_mut() }
}
