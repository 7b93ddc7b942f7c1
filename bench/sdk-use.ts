import type { Metafile } from 'esbuild';

/** Which commands of which SDK clients a bundle holds, by the client's package, as esbuild's metafile tells. */
export type SdkUse = ReadonlyMap<string, readonly string[]>;

const sdkPackages = /node_modules\/(@aws-sdk|@smithy|@aws|bowser|mnemonist|obliterator|tslib)\//;
const clientFile = /node_modules\/@aws-sdk\/(client-[a-z0-9-]+)\//;
const commandFile = /node_modules\/@aws-sdk\/(client-[a-z0-9-]+)\/dist-[a-z]+\/commands\/(\w+Command)\.js$/;

/** What clients bring along by themselves: for endpoint discovery, for lib-dynamodb's paginators, for S3 Express. */
const ofTheClientItself = ['DescribeEndpointsCommand', 'ScanCommand', 'CreateSessionCommand'];

type Inputs = Readonly<Record<string, { bytesInOutput: number }>>;

/** What esbuild put into the bundle of a function. */
export function inputsOf(metafile: Metafile, name: string): { bytes: number; inputs: Inputs } {
  const output = Object.entries(metafile.outputs).find(([file]) => file.endsWith(`/${name}/index.mjs`))?.[1];
  if (output === undefined) throw new Error(`esbuild made no bundle of ${name}`);
  return { bytes: output.bytes, inputs: output.inputs };
}

/** Bytes of a bundle that are not the SDK's: our own files and the libraries that we chose. */
export function bytesWithoutSdk(inputs: Inputs): number {
  return Object.entries(inputs).reduce(
    (sum, [file, { bytesInOutput }]) => sum + (sdkPackages.test(file) ? 0 : bytesInOutput),
    0,
  );
}

/** The clients in a bundle with their commands; a client without one is imported and never called. */
export function sdkUseOf(inputs: Inputs): SdkUse {
  const use = new Map<string, string[]>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const client = clientFile.exec(file)?.[1];
    if (client === undefined || bytesInOutput === 0) continue;
    const command = commandFile.exec(file)?.[2];
    use.set(client, [
      ...(use.get(client) ?? []),
      ...(command === undefined || ofTheClientItself.includes(command) ? [] : [command]),
    ]);
  }
  return new Map(
    [...use].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([client, commands]) => [client, commands.toSorted()]),
  );
}

/** True if the bundle makes signed addresses of S3 objects. */
export const signsAddresses = (inputs: Inputs): boolean =>
  Object.entries(inputs).some(
    ([file, { bytesInOutput }]) => file.includes('/s3-request-presigner/') && bytesInOutput > 0,
  );
