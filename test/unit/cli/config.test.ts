import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSchema, isLoopback, loadConfig } from '../../../cli/config.ts';
import { temporaryFolder, workplace } from './workplace.ts';

describe('loadConfig', () => {
  it('looks for .local/omistaja.json from here upward; a named file and OMISTAJA_CONFIG come first', async () => {
    const { config, configPath } = await workplace('https://api.example/x');
    const root = await temporaryFolder();
    const below = join(root, 'a', 'b');
    await mkdir(below, { recursive: true });
    await mkdir(join(root, '.local'));
    await writeFile(
      join(root, '.local', 'omistaja.json'),
      JSON.stringify({ ...config, apiUrl: 'https://found.example' }),
    );
    expect(await loadConfig(undefined, { cwd: below, env: {} })).toMatchObject({ apiUrl: 'https://found.example' });
    expect(await loadConfig(undefined, { cwd: below, env: { OMISTAJA_CONFIG: configPath } })).toMatchObject({
      apiUrl: 'https://api.example/x',
    });
    expect(await loadConfig(configPath, { cwd: below, env: { OMISTAJA_CONFIG: 'none' } })).toMatchObject({
      path: configPath,
    });
  });

  it.each([
    ['a field that is not known', { more: 1 }, '/more'],
    ['an address without TLS elsewhere', { apiUrl: 'http://api.example' }, '/apiUrl'],
    ['an address that only looks like this machine', { apiUrl: 'http://127.0.0.1.example' }, '/apiUrl'],
    ['no address', { apiUrl: 'api' }, '/apiUrl'],
    ['another scheme', { apiUrl: 'file:///etc' }, '/apiUrl'],
  ])('refuses %s and says where', async (_, change, pointer) => {
    const { config, folder } = await workplace('https://api.example');
    await writeFile(join(folder, 'faulty.json'), JSON.stringify({ ...config, ...change }));
    const loading = loadConfig('faulty.json', { cwd: folder, env: {} });
    await expect(loading).rejects.toMatchObject({ exit: 'badInput', message: expect.stringContaining(pointer) });
  });

  it('refuses what is not JSON, and says it if there is none', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'faulty.json'), '{');
    await expect(loadConfig('faulty.json', { cwd: folder, env: {} })).rejects.toMatchObject({ exit: 'badInput' });
    await expect(loadConfig(undefined, { cwd: folder, env: {} })).rejects.toMatchObject({
      advice: expect.stringContaining('npm start'),
    });
  });
});

describe('configSchema', () => {
  it('holds no secret: only the name of its file', () => {
    expect(Object.keys(configSchema.shape.till.shape)).toEqual(['tokenUrl', 'clientId', 'clientSecretFile', 'scope']);
  });
});

describe('isLoopback', () => {
  it.each([
    ['http://localhost:4566', true],
    ['http://127.0.0.1', true],
    ['http://127.1.2.3', true],
    ['http://[::1]:80', true],
    ['http://localhost.example', false],
    ['http://127.0.0.1.example', false],
    ['http://128.0.0.1', false],
    ['http://user@evil.example', false],
  ])('%s: %j', (url, expected) => {
    expect(isLoopback(new URL(url))).toBe(expected);
  });
});
