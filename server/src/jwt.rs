//! JSON Web Tokens signed with HS256 (RFC 7515, RFC 7519), and nothing else: no algorithm can be asked for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::Deserialize;

/// Longer than any token of ours; more is not looked at.
const MAX_BYTES: usize = 8 * 1024;

/// A signed token over claims that are already JSON.
#[must_use]
pub(crate) fn sign(claims: &[u8], secret: &[u8]) -> String {
    let mut token = URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(claims, &mut token);
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), token.as_bytes());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature.as_ref(), &mut token);
    token
}

/// The claims of a token whose signature holds. Times are the caller's to check.
#[must_use]
pub(crate) fn verify(token: &str, secret: &[u8]) -> Option<Vec<u8>> {
    #[derive(Deserialize)]
    struct Header<'a> {
        alg: &'a str,
    }
    if token.len() > MAX_BYTES {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header = URL_SAFE_NO_PAD.decode(header).ok()?;
    let header: Header<'_> = serde_json::from_slice(&header).ok()?;
    if header.alg != "HS256" {
        return None;
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    // Compares in constant time.
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes(), &signature).ok()?;
    URL_SAFE_NO_PAD.decode(claims).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7515, appendix A.1.
    #[test]
    fn the_standards_own_example_verifies() {
        let key = URL_SAFE_NO_PAD
            .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
            .expect("base64");
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6\
                     Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let claims = verify(token, &key).expect("the standard's signature holds");
        assert!(String::from_utf8_lossy(&claims).contains("\"iss\":\"joe\""));
    }

    #[test]
    fn another_secret_another_algorithm_or_a_changed_claim_is_refused() {
        let token = sign(br#"{"sub":"asha"}"#, b"one");
        assert!(verify(&token, b"one").is_some());
        assert!(verify(&token, b"two").is_none());
        let changed = token.replace(
            &URL_SAFE_NO_PAD.encode(br#"{"sub":"asha"}"#),
            &URL_SAFE_NO_PAD.encode(br#"{"sub":"ravi"}"#),
        );
        assert!(verify(&changed, b"one").is_none());
        let none = URL_SAFE_NO_PAD.encode(br#"{"alg":"none"}"#);
        assert!(verify(&format!("{none}.e30."), b"one").is_none());
        assert!(verify("..", b"one").is_none());
    }
}
