import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { deployStep, lastErrorLine } from '../../../scripts/local-cloud/cdk-output.ts';
import { credentialsEnv, emulatorEnv, neutralEnv } from '../../../scripts/local-cloud/environment.ts';
import * as problems from '../../../scripts/local-cloud/error.ts';
import { identityOf, ownerOf } from '../../../scripts/local-cloud/identity.ts';
import { cloudDirectory } from '../../../scripts/local-cloud/paths.ts';
import { choosePythons } from '../../../scripts/local-cloud/python.ts';
import { lastLine, run } from '../../../scripts/local-cloud/run.ts';
import { installProblem, venvProblem } from '../../../scripts/local-cloud/venv.ts';

describe('choosing a Python', () => {
  test('takes 3.10 and newer in the order asked, each interpreter once', () => {
    const answers = [
      'python 3 12 /opt/a/python3\n',
      'python 3 9 /usr/bin/python3.9\n',
      'python 3 10 /usr/bin/python3.10\n',
      'python 3 12 /opt/a/python3\n',
    ];
    expect(choosePythons(answers)).toEqual({
      fit: [
        { executable: '/opt/a/python3', version: '3.12' },
        { executable: '/usr/bin/python3.10', version: '3.10' },
      ],
      tooOld: ['3.9'],
    });
  });

  test.each(['', 'pyenv: python3.14: command not found', 'Python was not found; run without arguments to install'])(
    'takes %j for no Python',
    (answer) => expect(choosePythons([answer])).toEqual({ fit: [], tooOld: [] }),
  );

  test('keeps spaces in a path and ends a line as Windows does', () => {
    const { fit } = choosePythons(['python 3 13 C:\\Program Files\\Python313\\python.exe\r\n']);
    expect(fit).toEqual([{ executable: 'C:\\Program Files\\Python313\\python.exe', version: '3.13' }]);
  });

  test('Python 2 and a Python 4 are not fit', () => {
    expect(choosePythons(['python 2 7 /usr/bin/python', 'python 4 0 /usr/bin/python4']).fit).toEqual([]);
  });
});

describe('what the failures say', () => {
  test.each([
    [
      problems.portTaken(4566, 4600, undefined),
      'Port 4566 is in use by another program; stop it or choose another with --port 4600',
    ],
    [
      problems.portTaken(4566, 4600, 321),
      'Port 4566 is in use by another local cloud of this project (started by process 321); stop it or choose another with --port 4600',
    ],
    [
      problems.noPython([]),
      'The local cloud needs Python 3.10 or newer, or a running Docker, and no Python was found; install Python or start Docker, and start again',
    ],
    [
      problems.noPython(['3.8', '3.9']),
      'The local cloud needs Python 3.10 or newer, or a running Docker, and only Python 3.8 and 3.9 was found; install Python or start Docker, and start again',
    ],
    [
      problems.emulatorDied('exit code 1', 'OSError: disk full', '.local/cloud-4566/emulator.log'),
      'The emulator ended at its start (exit code 1): OSError: disk full; see .local/cloud-4566/emulator.log',
    ],
    [problems.emulatorDied('SIGKILL', '', 'a.log'), 'The emulator ended at its start (SIGKILL); see a.log'],
  ])('%s', (error, sentence) => {
    expect(error).toBeInstanceOf(problems.LocalCloudError);
    expect(error.message).toBe(sentence);
  });

  test("Debian's Python without its venv package is told from other failures", () => {
    const debian =
      'The virtual environment was not created successfully because ensurepip is not\navailable.  On Debian/Ubuntu systems …\n';
    expect(venvProblem('3.11', debian)).toEqual(problems.venvModuleMissing('3.11'));
    expect(venvProblem('3.11', '/usr/bin/python3: No module named venv\n')).toEqual(problems.venvModuleMissing('3.11'));
    expect(venvProblem('3.11', 'Error: [Errno 28] No space left on device\n').message).toContain(
      'No space left on device',
    );
  });

  test('an index that does not answer is told from one without the package', () => {
    const refused =
      "WARNING: Retrying … after connection broken by 'NewConnectionError('… Failed to establish a new connection: [Errno 111]')'";
    const notFound = 'ERROR: No matching distribution found for ministack==1.5.33\n';
    expect(installProblem(`${refused}\n${notFound}`)).toEqual(problems.packageIndexSilent());
    expect(installProblem(notFound).message).toContain('No matching distribution found');
  });
});

describe("the CDK's output", () => {
  test('tells the step from lines that matter alone', () => {
    expect(deployStep('Bundling asset Register/Ingest/Code/Stage...')).toBe('Bundling Register/Ingest');
    expect(deployStep('Register: deploying... [1/1]')).toBe('Deploying Register');
    expect(deployStep('Register |  9/33 | 4:06:49 PM | CREATE_COMPLETE | AWS::SQS::Queue | Queue')).toBeUndefined();
  });

  test('a resource that failed goes before what followed from it', () => {
    const output = [
      'Trial |  6/33 | 4:06:49 PM | CREATE_FAILED           | AWS::SQS::Queue        | Other Resource creation cancelled',
      'Trial |  6/33 | 4:06:49 PM | CREATE_FAILED           | AWS::ApiGatewayV2::Authorizer        | Http/Jwt (HttpJwt) No attribute ProviderURL',
      '❌  Trial failed to deploy',
      '   CloudTrail delivery can lag; re-run `cdk diagnose` to check for additional control-plane errors (e.g. AccessDenied).',
    ].join('\n');
    expect(lastErrorLine(output)).toBe('AWS::ApiGatewayV2::Authorizer Http/Jwt (HttpJwt) No attribute ProviderURL');
  });

  test("an app that throws shows its own error, not its stack or the CDK's word on it", () => {
    const output =
      "\u001b[31mError: There is already a Construct with name 'Machine'\u001b[39m\n    at throwError (x.js:1:1)\n\nNode.js v24.21.0\nnode app.ts: Subprocess exited with error 1\n";
    expect(lastErrorLine(output)).toBe("Error: There is already a Construct with name 'Machine'");
  });

  test("the CDK's own error comes without its bullet", () => {
    expect(lastErrorLine('\n‣ ValidationError: Unrecognized resource types\n')).toBe(
      'ValidationError: Unrecognized resource types',
    );
  });

  test('no error line is an empty one', () => expect(lastErrorLine('Bundling\n')).toBe(''));
});

describe('the environment', () => {
  const parent = {
    HOME: '/home/me',
    PATH: '/usr/bin',
    AWS_PROFILE: 'work',
    NODE_OPTIONS: '--inspect',
    TABLE_NAME: 'mine',
    TZ: 'Europe/Helsinki',
  };

  test('functions see nothing of this machine, and UTC', () => {
    const env = emulatorEnv(4566, undefined, parent);
    expect(env).toMatchObject({
      HOME: '/home/me',
      TZ: 'UTC',
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: '4566',
      PERSIST_STATE: '0',
    });
    expect(Object.keys(env).filter((name) => /^(AWS_|NODE_OPTIONS|TABLE_NAME)/.test(name))).toEqual([]);
  });

  test("the project's Node goes before the machine's", () => {
    const [first, , last] = neutralEnv(parent).PATH?.split(path.delimiter) ?? [];
    expect(first).toMatch(/node_modules[\\/]node[\\/]bin$/);
    expect(last).toBe('/usr/bin');
  });

  test("the CDK and SDKs get the cloud's keys in place of the user's", () => {
    const env = { ...neutralEnv(parent), ...credentialsEnv({ endpointUrl: 'http://127.0.0.1:4600' }) };
    expect(env).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4600',
      AWS_ACCESS_KEY_ID: 'test',
      TABLE_NAME: 'mine',
    });
    expect(env).not.toHaveProperty('AWS_PROFILE');
    expect(env).not.toHaveProperty('NODE_OPTIONS');
  });
});

describe('telling clouds apart', () => {
  test('an emulator says which process of this project started it', () => {
    expect(ownerOf(identityOf(4711))).toBe(4711);
    expect(ownerOf('1.5.33')).toBeUndefined();
    expect(ownerOf('')).toBeUndefined();
  });

  test('each port has its own folder', () => {
    expect(path.basename(cloudDirectory('http://127.0.0.1:4600'))).toBe('cloud-4600');
    expect(path.basename(cloudDirectory('https://emulator.example'))).toBe('cloud-443');
  });
});

describe('running a command', () => {
  test('gives its exit code, both streams and each line', async () => {
    const lines: string[] = [];
    const script = "console.log('one'); console.error('two'); process.exitCode = 3";
    const { exitCode, output } = await run(process.execPath, ['-e', script], {
      timeoutSeconds: 20,
      onLine: (line) => lines.push(line),
    });
    expect(exitCode).toBe(3);
    expect(output).toContain('one');
    expect(lines.toSorted()).toEqual(['one', 'two']);
  });

  test('one that is not there has no exit code', async () => {
    expect((await run('no-such-command-here', [], { timeoutSeconds: 20 })).exitCode).toBeUndefined();
  });

  test('the last line that says something', () =>
    expect(lastLine('first\n\u001b[31mlast\u001b[39m \r\n\n')).toBe('last'));
});
