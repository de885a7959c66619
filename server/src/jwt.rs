//! JSON Web Tokens (RFC 7515, RFC 7519): HS256 with a secret, EdDSA and RS256 with public keys. The key decides which;
//! a token cannot ask for another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::signature::{
    ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
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

/// How a token says it is signed. Nothing of it is believed: it only says which key to try.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Head {
    /// The algorithm.
    pub(crate) alg: String,
    /// The key's name.
    #[serde(default)]
    pub(crate) kid: Option<String>,
}

/// A key that others sign with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// For `EdDSA`: 32 bytes.
    Ed25519(Vec<u8>),
    /// For `RS256`: modulus and exponent, big-endian; 2048 bits at least.
    Rsa { n: Vec<u8>, e: Vec<u8> },
}

/// What a token's header says.
#[must_use]
pub(crate) fn head(token: &str) -> Option<Head> {
    if token.len() > MAX_BYTES {
        return None;
    }
    let header = URL_SAFE_NO_PAD.decode(token.split_once('.')?.0).ok()?;
    serde_json::from_slice(&header).ok()
}

/// The token's signed part, its signature and its claims.
fn parts(token: &str) -> Option<(&str, Vec<u8>, Vec<u8>)> {
    let (signed, signature) = token.rsplit_once('.')?;
    let (_, claims) = signed.split_once('.')?;
    Some((signed, URL_SAFE_NO_PAD.decode(signature).ok()?, URL_SAFE_NO_PAD.decode(claims).ok()?))
}

/// The claims of a token that was signed with this secret, by HS256 and nothing else. Times are the caller's to check.
#[must_use]
pub(crate) fn verify(token: &str, secret: &[u8]) -> Option<Vec<u8>> {
    if head(token)?.alg != "HS256" {
        return None;
    }
    let (signed, signature, claims) = parts(token)?;
    // Compares in constant time.
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes(), &signature).ok()?;
    Some(claims)
}

/// The claims of a token that was signed with this key's other half. The key decides the algorithm, not the token.
#[must_use]
pub(crate) fn verify_public(token: &str, key: &PublicKey) -> Option<Vec<u8>> {
    let alg = head(token)?.alg;
    let (signed, signature, claims) = parts(token)?;
    match key {
        PublicKey::Ed25519(key) if alg == "EdDSA" => {
            let key = UnparsedPublicKey::new(&ED25519, key);
            key.verify(signed.as_bytes(), &signature).ok()?;
        }
        PublicKey::Rsa { n, e } if alg == "RS256" => {
            let key = RsaPublicKeyComponents { n, e };
            key.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature).ok()?;
        }
        PublicKey::Ed25519(_) | PublicKey::Rsa { .. } => return None,
    }
    Some(claims)
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

    /// The example of RFC 8037, appendix A.4, and its key from A.2.
    #[test]
    fn the_standards_own_eddsa_example_verifies() {
        let key =
            URL_SAFE_NO_PAD.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").expect("base64");
        let key = PublicKey::Ed25519(key);
        let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6d\
                     WbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        let claims = verify_public(token, &key).expect("the standard's signature holds");
        assert_eq!(claims, b"Example of Ed25519 signing");
        let changed = token.replace("RXhhbXBsZSBv", "RXhhbXBsZSBw");
        assert!(verify_public(&changed, &key).is_none());
        // A public key is no secret: signing with it by HS256 must not pass for the platform's signature.
        let PublicKey::Ed25519(bytes) = &key else { unreachable!("it was made above") };
        assert!(verify_public(&sign(b"{}", bytes), &key).is_none());
    }

    /// The example of RFC 7515, appendix A.2.
    #[test]
    fn the_standards_own_rs256_example_verifies() {
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64");
        let key = PublicKey::Rsa {
            n: decode(
                "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR\
                 T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB\
                 dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia\
                 GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
            ),
            e: decode("AQAB"),
        };
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9p\
                     c19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt\
                     _O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L0\
                     7Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgG\
                     Y9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
        let claims = verify_public(token, &key).expect("the standard's signature holds");
        assert!(String::from_utf8_lossy(&claims).contains("\"iss\":\"joe\""));
        assert!(verify(token, b"").is_none());
    }
}
