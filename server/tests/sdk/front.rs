//! TLS in front of a server, as a school's proxy has it: a CA of our own, and a leaf it has signed. A self-signed leaf
//! would not do: rustls refuses a CA as an end entity, and OpenSSL does not.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio_rustls::TlsAcceptor;

/// A running front.
pub(crate) struct Front {
    pub(crate) port: u16,
    /// The CA's certificate, for `SSL_CERT_FILE`.
    pub(crate) ca: PathBuf,
    accepting: AbortHandle,
}

impl Front {
    pub(crate) async fn start(server: SocketAddr, folder: &Path) -> Front {
        let ca_key = KeyPair::generate().expect("ring makes keys");
        let mut ca = CertificateParams::new(Vec::<String>::new()).expect("no names");
        ca.distinguished_name.push(DnType::CommonName, "Ganita's test CA");
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_file = folder.join("ca.pem");
        let ca_certificate = ca.self_signed(&ca_key).expect("it signs itself");
        std::fs::write(&ca_file, ca_certificate.pem()).expect("the folder takes files");
        let issuer = Issuer::new(ca, ca_key);
        let leaf_key = KeyPair::generate().expect("ring makes keys");
        let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        let leaf = CertificateParams::new(names).expect("plain names");
        let leaf = leaf.signed_by(&leaf_key, &issuer).expect("the CA signs it");

        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks TLS 1.2 and 1.3")
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)
            .expect("the key fits the certificate");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let accepting = tokio::spawn(async move {
            while let Ok((outside, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let Ok(mut outside) = acceptor.accept(outside).await else { return };
                    let Ok(mut inside) = TcpStream::connect(server).await else { return };
                    let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
                });
            }
        });
        Front { port, ca: ca_file, accepting: accepting.abort_handle() }
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
