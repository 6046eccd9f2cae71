/** One figure of a benchmark. */
export interface Measured {
  name: string
  value: number
  unit: string
  /** The same measured without us (or the limit, for times and sizes), in the same unit. */
  baseline: number
  /** What `value / baseline` should reach, or stay under if `atMost`. */
  goal: number
  atMost?: boolean
}

export type Bench = () => AsyncIterable<Measured>
