import { stripVTControlCharacters } from 'node:util';

const LONGEST_LINE = 300;

/** What a line of `cdk deploy` tells people about how far it is, such as `Bundling Register/Ingest`; nothing if it tells nothing. */
export function deployStep(line: string): string | undefined {
  const bundling = /^Bundling asset (.+?)(?:\/Code)?(?:\/Stage)?\.\.\.$/.exec(line.trim())?.[1];
  if (bundling !== undefined) return `Bundling ${bundling}`;
  const deploying = /^(\S+): deploying\.\.\./.exec(line.trim())?.[1];
  return deploying === undefined ? undefined : `Deploying ${deploying}`;
}

/**
 * The line that tells most of a failed run of the CDK, at most 300 characters: the resource that failed and why, else the last line that
 * names an error; empty if none does.
 */
export function lastErrorLine(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => !line.startsWith('at ') && !line.includes('Subprocess exited with error'));
  const said = failedResource(lines) ?? lines.findLast((line) => /error|failed|❌|«\w+»/i.test(line)) ?? '';
  return said.replace(/^[❌‣ ]+/u, '').slice(0, LONGEST_LINE);
}

/** From `Stack | time | CREATE_FAILED | type | name and reason`: the type, the name and the reason. The first is the cause of the others. */
function failedResource(lines: readonly string[]): string | undefined {
  const failed = lines.find((line) => /\| \w+_FAILED +\|/.test(line) && !/cancelled/i.test(line));
  return failed?.replace(/^.*\| \w+_FAILED +\| */, '').replace(/ +\| /, ' ');
}
