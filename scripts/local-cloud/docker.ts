import type { EmulatorProgram } from './emulator.ts';
import { emulatorSettings } from './environment.ts';
import { imageMissing } from './error.ts';
import { EMULATOR_LAUNCHER } from './launcher.ts';
import { lastLine, run } from './run.ts';
import { EMULATOR_IMAGE } from './versions.ts';

/** Does a Docker engine answer here? */
export async function dockerAnswers(): Promise<boolean> {
  const info = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutSeconds: 20 });
  return info.exitCode === 0;
}

/**
 * The emulator in a container. It listens on the same port inside as outside, since it writes that port into the URLs it hands out.
 * Functions run on the image's own Node (the project's is built for another C library) and all they need arrives through the API, so
 * nothing is mounted but the folder of a kept state. `--interactive` keeps the launcher's lifeline: see `launcher.ts`.
 * @throws LocalCloudError when the image cannot be had
 */
export async function dockerProgram(
  port: number,
  persistDirectory: string | undefined,
  report: (message: string) => void,
): Promise<EmulatorProgram> {
  await ensureImage(report);
  const container = `omistaja-local-cloud-${port}`;
  const remove = async () => {
    await run('docker', ['rm', '--force', container], { timeoutSeconds: 60 });
  };
  await remove();
  const keepsState = persistDirectory !== undefined;
  const environment = { ...emulatorSettings(port, keepsState ? '/state' : undefined), BIND_HOST: '0.0.0.0' };
  return {
    command: 'docker',
    args: [
      ...['run', '--rm', '--interactive', '--name', container, '--publish', `127.0.0.1:${port}:${port}`],
      ...(keepsState ? ['--volume', `${persistDirectory}:/state`] : []),
      ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...['--entrypoint', 'python', EMULATOR_IMAGE, '-c', EMULATOR_LAUNCHER],
    ],
    env: process.env,
    keepsState,
    clearAway: remove,
  };
}

async function ensureImage(report: (message: string) => void): Promise<void> {
  const present = await run('docker', ['image', 'inspect', EMULATOR_IMAGE], { timeoutSeconds: 20 });
  if (present.exitCode === 0) return;
  report(`Fetching the emulator's image (${EMULATOR_IMAGE})`);
  const pulled = await run('docker', ['pull', EMULATOR_IMAGE], { timeoutSeconds: 900 });
  if (pulled.exitCode !== 0) throw imageMissing(lastLine(pulled.output));
}
