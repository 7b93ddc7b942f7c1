import { connect, createServer } from 'node:net';

const FIRST_SPARE_PORT = 4600;
const SPARE_PORTS = 400;

/** Can a server listen on this port of 127.0.0.1? Asks first whether one does, since some systems let two. */
export async function isFree(port: number): Promise<boolean> {
  return !(await answers(port)) && (await canListen(port));
}

/** A free port from 4600 on; `start` (any whole number) spreads those who look at the same moment. */
export async function findFreePort(start = 0): Promise<number> {
  for (let i = 0; i < SPARE_PORTS; i++) {
    const port = FIRST_SPARE_PORT + ((start + i) % SPARE_PORTS);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${FIRST_SPARE_PORT} to ${FIRST_SPARE_PORT + SPARE_PORTS - 1} is free`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
