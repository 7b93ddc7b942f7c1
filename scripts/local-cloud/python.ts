import { run } from './run.ts';
import { OLDEST_PYTHON } from './versions.ts';

/** A Python that can carry the emulator: its own path, and its version such as `3.12`. */
export type Python = { executable: string; version: string };

/** `fit` in the order in which to try them; `tooOld` are versions below the emulator's need. */
type PythonChoice = { fit: Python[]; tooOld: string[] };

const PROBE = 'import sys; print("python", sys.version_info[0], sys.version_info[1], sys.executable)';

const NEWEST_MINOR = 15;

/** Where a Python may be found: the plain name, each version's own name (newest first), and Windows' launcher. */
function candidates(): string[][] {
  const [major, oldestMinor] = OLDEST_PYTHON;
  const versioned = Array.from({ length: NEWEST_MINOR - oldestMinor + 1 }, (_, i) => [
    `python${major}.${NEWEST_MINOR - i}`,
  ]);
  return [['python3'], ...versioned, ['python'], ['py', '-3']];
}

/** Sorts what the candidates answered to the probe; anything else they said (a store advertisement, a shim's complaint) is no Python. */
export function choosePythons(answers: readonly string[]): PythonChoice {
  const choice: PythonChoice = { fit: [], tooOld: [] };
  for (const answer of answers) {
    const found = /^python (\d+) (\d+) (.+)$/m.exec(answer);
    if (found === null) continue;
    const [, major, minor, executable = ''] = found;
    const version = `${major}.${minor}`;
    const isFit = Number(major) === OLDEST_PYTHON[0] && Number(minor) >= OLDEST_PYTHON[1];
    if (!isFit && !choice.tooOld.includes(version)) choice.tooOld.push(version);
    if (isFit && !choice.fit.some((python) => python.executable === executable.trim())) {
      choice.fit.push({ executable: executable.trim(), version });
    }
  }
  return choice;
}

/** Looks for Python on this machine. */
export async function findPythons(): Promise<PythonChoice> {
  const answers = await Promise.all(
    candidates().map(([command = '', ...args]) => run(command, [...args, '-c', PROBE], { timeoutSeconds: 20 })),
  );
  return choosePythons(answers.map((answer) => (answer.exitCode === 0 ? answer.output : '')));
}
