/** A certificate authority that lives as long as a test run: servers of tests speak TLS under their own names. */
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator
} from '@peculiar/x509'

export interface Certificate {
  /** PEM of the private key. */
  key: string
  /** PEM of the certificate. */
  cert: string
}

export interface Authority {
  /** PEM of the authority's own certificate: what a client has to trust. */
  ca: string
  /** A certificate for these names, valid now. */
  issue(...names: string[]): Promise<Certificate>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 24 * 3600_000

/** Makes an authority. */
export async function makeAuthority(): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const notBefore = new Date(Date.now() - day)
  const notAfter = new Date(Date.now() + 30 * day)
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Test authority',
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)
    ]
  })
  let serial = 1

  async function issue(...names: string[]): Promise<Certificate> {
    serial += 1
    const own = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const cert = await X509CertificateGenerator.create({
      serialNumber: serial.toString(16).padStart(4, '0'),
      subject: `CN=${names[0]}`,
      issuer: root.subject,
      notBefore,
      notAfter,
      signingAlgorithm: algorithm,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)
      ]
    })
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', own.privateKey)
    const base64 = Buffer.from(pkcs8).toString('base64').replace(/.{64}/g, '$&\n')
    return { cert: cert.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n` }
  }

  return { ca: root.toString('pem'), issue }
}
