import { generateKeyPairSync, sign } from "node:crypto";

/** DER: a tag, a length, a content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const bytes = body.length < 128 ? [] : body.length < 256 ? [body.length] : [body.length >> 8, body.length & 255];
  const length = bytes.length === 0 ? [body.length] : [0x80 | bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
const integer = (value: number): Buffer => der(2, Buffer.from([value]));
const oid = (hex: string): Buffer => der(6, Buffer.from(hex, "hex"));
const time = (year: number): Buffer => der(0x18, Buffer.from(`${year}0101000000Z`));

const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));
const COMMON_NAME = oid("550403");
const SUBJECT_ALT_NAME = oid("551d11");

/** For tests only: a key and a certificate it signed itself, for `localhost` and 127.0.0.1, as PEM (RFC 5280). */
export function makeTestCertificate(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from("localhost")))));
  const names = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = der(0xa3, sequence(sequence(SUBJECT_ALT_NAME, der(4, names))));
  const version3 = der(0xa0, integer(2));
  const signed = sequence(
    ...[version3, integer(1), ECDSA_WITH_SHA256, name, sequence(time(2020), time(2099)), name],
    ...[publicKey.export({ type: "spki", format: "der" }), extensions],
  );
  const signature = sign("sha256", signed, privateKey);
  const whole = sequence(signed, ECDSA_WITH_SHA256, der(3, Buffer.from([0]), signature));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}
