/** Examines what somebody writes a moment after they paused, and remembers what they chose to ignore. */
import { find, type Finding, type Found, type Question } from './findings.ts'

/** Long enough that nobody who types is held up, short enough to feel at once. */
const quietMs = 350
const mostIgnored = 200

/**
 * @example const help = examining('post:…'); $effect(() => help.ask({ text, language, isGerman: true, isPost: true }))
 */
export function examining(name: () => string) {
  let found = $state.raw<Found | null>(null)
  let ignored = $state<string[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  const place = (): string => `desk:ignored:${name()}`

  async function run(question: Question): Promise<void> {
    const number = ++asked
    const next = await find(question).catch(() => null)
    // Somebody wrote on meanwhile: that answer is on its way.
    if (number === asked && next) found = next
  }

  return {
    get found() {
      return found
    },
    get findings(): Finding[] {
      return (found?.findings ?? []).filter((one) => !ignored.includes(one.key))
    },
    get ignored() {
      return ignored.length
    },
    ask(question: Question, wait = quietMs) {
      clearTimeout(timer)
      timer = setTimeout(() => void run(question), wait)
    },
    stop() {
      clearTimeout(timer)
      asked++
    },
    /** What was ignored before, on this device. */
    remember() {
      try {
        const kept: unknown = JSON.parse(localStorage.getItem(place()) ?? '[]')
        if (Array.isArray(kept)) ignored = kept.filter((one) => typeof one === 'string')
      } catch {
        // A forbidden storage: it holds for this page.
      }
    },
    ignore(key: string) {
      ignored = [...ignored.slice(-mostIgnored + 1), key]
      keep()
    },
    ignoreNothing() {
      ignored = []
      keep()
    }
  }

  function keep(): void {
    try {
      localStorage.setItem(place(), JSON.stringify(ignored))
    } catch {
      // Full or forbidden: it holds for this page.
    }
  }
}
