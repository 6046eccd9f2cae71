// How the operator or the system ends the program.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** One Ctrl-C can arrive twice, from the terminal and from npm, so what follows this soon is the same wish. */
const sameWishMs = 1000

/** Resolves at the first signal. A second wish to end does not wait for an orderly end. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let firstAt: number | undefined
    const hear = (signal: NodeJS.Signals) => {
      if (firstAt === undefined) {
        firstAt = performance.now()
        return resolve(signal)
      }
      if (performance.now() - firstAt > sameWishMs) process.exit(1)
    }
    for (const signal of signals) process.on(signal, hear)
  })
}
