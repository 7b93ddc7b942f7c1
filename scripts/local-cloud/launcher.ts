/**
 * The Python program that runs the emulator: MiniStack's own `main`, beside a thread that reads the standard input. Whoever started it
 * holds the other end and never writes: the input ends when that process ends, in whatever way (Ctrl-C, a crash, SIGKILL), and then
 * the emulator ends with all its function workers – its process group. So nothing has to be looked for and killed at the next start.
 * With `PERSIST_STATE` it first lets MiniStack save. The one argument, if given, is the folder of temporary files to remove.
 */
export const EMULATOR_LAUNCHER = `
import atexit, os, shutil, signal, sys, threading, time

def signal_group(number):
    if hasattr(os, 'killpg') and os.getpgrp() == os.getpid():
        os.killpg(0, number)

def end():
    if temporary_directory:
        shutil.rmtree(temporary_directory, ignore_errors=True)
    signal_group(signal.SIGKILL)
    os._exit(1)

def end_with_parent():
    while os.read(0, 1):
        pass
    if os.environ.get('PERSIST_STATE') == '1':
        atexit.register(end)
        signal_group(signal.SIGTERM)
        time.sleep(10)
    end()

temporary_directory = sys.argv[1] if len(sys.argv) > 1 else ''
threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = ['ministack']
from ministack.app import main
main()
`;
