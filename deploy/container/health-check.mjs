// Exit 0 when the server in this container can do its work, 1 with the reason when it cannot.
const port = process.env.PORT || "3000";
try {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health/ready`, { signal: AbortSignal.timeout(4_000) });
  console.log(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`No answer on port ${port}: ${error.cause?.code ?? error.name}`);
  process.exitCode = 1;
}
