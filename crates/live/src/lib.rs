//! A live tutor session without sockets: messages, state machine, resumption, backoff, tools.
