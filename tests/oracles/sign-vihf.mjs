// Signs the assertion of an envelope with xml-crypto, an implementation that shares nothing with ours.
// Usage: node sign-vihf.mjs key.pem cert.pem prefixList|- < envelope-without-signature > signed-envelope
import { readFileSync } from "node:fs";
import { SignedXml } from "xml-crypto";

const [key, certificate, prefixes] = process.argv.slice(2);
const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
const signer = new SignedXml({
  privateKey: readFileSync(key),
  publicCert: readFileSync(certificate),
  signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  canonicalizationAlgorithm: exclusive,
  idAttributes: ["ID"],
});
signer.addReference({
  xpath: "//*[local-name(.)='Assertion']",
  digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
  transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", exclusive],
  inclusiveNamespacesPrefixList: prefixes === "-" ? [] : prefixes.split(" "),
});
signer.computeSignature(readFileSync(0, "utf8"), {
  prefix: "ds",
  location: { reference: "//*[local-name(.)='Issuer']", action: "after" },
});
process.stdout.write(signer.getSignedXml());
