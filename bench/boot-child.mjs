/**
 * A cold function: imports a bundle, calls its handler once and tells when the answer was there. JavaScript, so that nothing but the bundle
 * has to be loaded. Arguments: the bundle, the event as JSON.
 */
const [, , bundle, event] = process.argv;
const { handler } = await import(bundle);
const importedMs = performance.now();
const context = { getRemainingTimeInMillis: () => 30_000, callbackWaitsForEmptyEventLoop: false };
const answer = await handler(JSON.parse(event), context);
const answeredMs = performance.now();
const { user, system } = process.cpuUsage();
const failed = answer?.statusCode >= 400 || answer?.batchItemFailures?.length > 0;
const cpuMs = (user + system) / 1_000;
process.stdout.write(JSON.stringify({ importedMs, answeredMs, cpuMs, failed, ...(failed && { answer }) }), () =>
  process.exit(0),
);
