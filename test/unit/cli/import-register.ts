import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFile } from '../../../cli/import/import-file.ts';
import type { ImportOptions, PostRow } from '../../../cli/import/options.ts';
import { type Answer, problem } from './fake-register.ts';
import { temporaryFolder } from './workplace.ts';

export type CustomerBody = {
  idempotencyKey: string;
  coopId: string;
  dryRun?: true;
  set: { firstNames?: string; lastName?: string };
};

/** A register's memory of customers: the same key makes nothing twice, with another body it is refused; `Faulty` is no name. */
export function customerKeeper() {
  const byKey = new Map<string, { customerNumber: string; asked: string }>();
  const made: string[] = [];
  const take = (body: CustomerBody): Answer => {
    const { idempotencyKey, dryRun, ...asked } = body;
    if (asked.set.lastName?.startsWith('Faulty') === true)
      return problem(400, 'invalidRequest', [
        { pointer: '/set/lastName', code: 'badFormat', message: 'Send Latin letters only.' },
      ]);
    const there = byKey.get(idempotencyKey);
    if (there !== undefined && there.asked !== JSON.stringify(asked)) return problem(409, 'idempotencyKeyReused');
    const customerNumber = there?.customerNumber ?? String(51_000_000_000 + byKey.size);
    if (there === undefined && dryRun !== true) {
      byKey.set(idempotencyKey, { customerNumber, asked: JSON.stringify(asked) });
      made.push(asked.set.lastName ?? '');
    }
    return { status: 201, body: { customerNumber, version: 1, dryRun: dryRun === true } };
  };
  return { byKey, made, take };
}

/** A post without a network. */
export const postTo =
  (take: (body: CustomerBody) => Answer): PostRow =>
  async (_path, body) => {
    const answer = take(JSON.parse(body));
    if (answer === 'lost') throw new Error('The fake has no line to cut.');
    return { status: answer.status, retryAfter: answer.headers?.['retry-after'] ?? null, body: answer.body };
  };

const letters = 'abcdefghijklmnopqrstuvwxyz';
/** A name for each row, that no other has. */
export const nameOf = (index: number): string =>
  `Row${letters[Math.floor(index / 676) % 26]}${letters[Math.floor(index / 26) % 26]}${letters[index % 26]}`;

/** A file of customers, of which every tenth is faulty if that is asked for. */
export function customersCsv(count: number, { faulty = false }: { faulty?: boolean } = {}): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const name = nameOf(index);
    return `Aino,${faulty && index % 10 === 3 ? `Faulty${name}` : name}\n`;
  });
  return `firstNames,lastName\n${rows.join('')}`;
}

/** A file in a folder that is gone after the test, and what can be done with it. */
export async function importPlace(content: string | Uint8Array) {
  const path = join(await temporaryFolder(), 'customers.csv');
  await writeFile(path, content);
  const text = async (ending: string): Promise<string> => await readFile(`${path}.${ending}`, 'utf8');
  return {
    path,
    importWith: (post: PostRow, options: Partial<ImportOptions> = {}) =>
      importFile({
        kind: 'customers',
        path,
        name: 'customers.csv',
        given: { coopId: 'demo', purpose: 'membershipHandling', source: { kind: 'other' } },
        target: 'https://register.example',
        post,
        resume: false,
        random: () => 0,
        ...options,
      }),
    errors: async () => (await text('errors.csv')).split('\r\n').slice(0, -1),
    journal: () => text('import.jsonl'),
  };
}
