import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { generatedFiles } from './openapi/generated-files.ts';

/**
 * `node scripts/openapi.ts` writes docs/openapi.json and docs/errors.md from the contract; with `--check` it writes nothing
 * and ends with 1 if they are not what it would write.
 */
const root = new URL('../', import.meta.url);
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const { version } = z.parse(
  z.object({ version: z.string() }),
  JSON.parse(await readFile(new URL('package.json', root), 'utf8')),
);
const files = generatedFiles(version);

if (values.check) {
  const present = await Promise.all(files.map(({ path }) => textOf(new URL(path, root))));
  const stale = files.filter(({ text }, index) => text !== present[index]).map(({ path }) => path);
  if (stale.length > 0) {
    console.error(`Run \`node scripts/openapi.ts\`: ${stale.join(' and ')} do not tell the present contract.`);
    process.exitCode = 1;
  }
} else {
  for (const { path, text } of files) await writeFile(new URL(path, root), text);
}

/** The text of a file, or undefined if there is none. */
async function textOf(file: URL): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
