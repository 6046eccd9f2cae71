// What a start takes and does not need afterwards: the garbage of loading a few thousand modules lies in the heap until
// enough comes on top of it, which on a quiet machine can take hours.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const afterMs = 5_000

/** Collects it once, as soon as the first visitors have been served. Answers a function that calls it off. */
export function tidyAfterStart(): () => void {
  const timer = setTimeout(() => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    collect()
  }, afterMs)
  timer.unref()
  return () => clearTimeout(timer)
}
