import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { marshall } from '@aws-sdk/util-dynamodb';
import { PROJECT_NODE } from '../../scripts/local-cloud/environment.ts';
import type { PlainItem } from '../rules/item-size.ts';

const program = fileURLToPath(new URL('../stub-server.ts', import.meta.url));

/** The stub of AWS as the benchmark sees it. */
export type Stub = {
  endpointUrl: string;
  /** Forgets all items and keeps these. */
  keep(items: readonly PlainItem[]): Promise<void>;
  /** Keeps these as well, in the place of those with the same key. */
  keepMore(items: readonly PlainItem[]): Promise<void>;
  /** The operations that were called since the last time, in their order. */
  calls(): Promise<string[]>;
  stop(): Promise<void>;
};

/** Starts `stub-server.ts` on a free port. */
export async function startStub(): Promise<Stub> {
  const child = spawn(PROJECT_NODE, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const port = await portOf(child);
  const endpointUrl = `http://127.0.0.1:${port}`;
  const ask = async (path: string, body: string): Promise<unknown> => {
    const answer = await fetch(`${endpointUrl}${path}`, { method: 'POST', body });
    return await answer.json();
  };
  return {
    endpointUrl,
    keep: async (items) => {
      await ask('/_stub/items', JSON.stringify(items.map(wireItem)));
    },
    keepMore: async (items) => {
      await ask('/_stub/more-items', JSON.stringify(items.map(wireItem)));
    },
    calls: async () => (await ask('/_stub/calls', '')) as string[],
    stop: async () => {
      const ended = once(child, 'exit');
      child.stdin?.end();
      await ended;
    },
  };
}

async function portOf(child: ChildProcess): Promise<number> {
  const [text] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return Number(text.toString());
}

/** An item as the protocol writes it; binary in base64. */
function wireItem(item: PlainItem): unknown {
  const marshalled = marshall(item, { removeUndefinedValues: true });
  return JSON.parse(
    JSON.stringify(marshalled, (_name, value) =>
      value !== null && typeof value === 'object' && value.type === 'Buffer'
        ? Buffer.from(value.data as number[]).toString('base64')
        : value instanceof Uint8Array
          ? Buffer.from(value).toString('base64')
          : value,
    ),
  );
}
