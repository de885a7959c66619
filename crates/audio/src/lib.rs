//! Sound in, speech out: resample, denoise, detect speech, chunk; and the tutor's voice back.
