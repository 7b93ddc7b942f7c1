import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { type CliConfig, isLoopback } from '../config.ts';
import { CliError } from '../exit-codes.ts';
import { isFileError } from '../files.ts';

/**
 * Drops a file in the inbox of the bank's answers, as the bank's connection does: with the AWS credentials of the environment. The API cannot do
 * it, since whoever could would speak for the bank.
 * @returns the name under which it lies there
 * @throws CliError badInput without a section `bank` or a file that can be read; unavailable if the inbox does not take it
 */
export async function dropInInbox(config: CliConfig['bank'], coopId: string, file: string): Promise<string> {
  if (config === undefined)
    throw new CliError(
      'badInput',
      'The configuration does not say where the inbox is.',
      'Give it a section `bank` with inboxBucket and region.',
    );
  const { inboxBucket: Bucket, region, endpointUrl } = config;
  const isLocal = endpointUrl !== undefined && isLoopback(new URL(endpointUrl));
  const s3 = new S3Client({
    ...{ region, maxAttempts: 5, forcePathStyle: isLocal },
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(isLocal && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  });
  const Key = `${coopId}/${basename(file)}`;
  try {
    const content = await readFile(file);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: content, ContentType: 'application/xml' }));
    return Key;
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR'))
      throw new CliError('badInput', `The file ${file} cannot be read.`, 'Check its name.');
    if (!(error instanceof S3ServiceException)) throw error;
    throw new CliError('unavailable', `The inbox did not take the file: ${error.name}.`, 'Check your AWS credentials.');
  } finally {
    s3.destroy();
  }
}
