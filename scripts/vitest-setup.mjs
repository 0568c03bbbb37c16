// Worker threads run from their bundles in tests exactly as in production.
import { bundle } from "./bundle.mjs";

export default async function setup() {
  await bundle();
}
