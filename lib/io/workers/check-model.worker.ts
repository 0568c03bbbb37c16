import { inspectGraph } from "@/lib/io/onnx/inspect-graph";
import { probeModel } from "@/lib/io/onnx/probe-model";

/**
 * A process, not a thread: what a hostile model does to its memory and its time must not reach the server. Takes two
 * numbers (terms, bags) and the task as arguments and the model on its standard input, and prints what is wrong with it as JSON.
 */
const [terms = 0, bags = 0] = process.argv.slice(2, 4).map(Number);
const task = process.argv[4] === "admission" ? "admission" : "readmission";
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const bytes = new Uint8Array(Buffer.concat(chunks));
const problem = inspectGraph(bytes, { terms, bags, task }) ?? (await probeModel(bytes, { terms, bags, task }));
process.stdout.write(JSON.stringify({ problem }), () => process.exit(0));
