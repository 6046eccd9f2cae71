/** The command line; the start command lives in the web bundle, so that each module exists once in a process. */
import { startServer } from '../server.ts'

/** Runs a command. */
export async function main(args: string[]): Promise<void> {
  const port = Number(args[1] ?? 3000)
  const server = await startServer({ port, host: '127.0.0.1' })
  console.log(`http://localhost:${server.address.port}`)
}
