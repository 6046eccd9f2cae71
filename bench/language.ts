// What marking while typing costs: a text of 5,000 words, and one of ten times as many.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installation } from '#platform/installation.ts'
import { examine } from '#language/examine.ts'
import type { Bench } from './case.ts'
import { median } from './load.ts'

const rounds = 21

/** Cases `5000-words`, `tenfold`. */
export const bench: Bench = async function* () {
  const text = await townText(5000)
  const tenfold = text.repeat(10)
  // The code is warm after a few keystrokes, and every keystroke counts.
  for (let round = 0; round < 10; round++) examine(text)
  const once: number[] = []
  const ten: number[] = []
  // In turns, so that whatever else this machine does meets both.
  for (let round = 0; round < rounds; round++) {
    once.push(timeOf(text))
    ten.push(timeOf(tenfold))
  }
  yield { name: '5000-words', value: median(once), unit: 'ms', baseline: 50, goal: 1, atMost: true }
  yield { name: 'tenfold', value: median(ten), unit: 'ms', baseline: median(once), goal: 12, atMost: true }
}

function timeOf(text: string): number {
  const start = performance.now()
  examine(text)
  return performance.now() - start
}

/** Municipal prose, plain and stiff in turns: the sentences that the accuracy test checks. */
async function townText(words: number): Promise<string> {
  const folder = join(installation(), 'src/language/gold')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  const contents = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  const sentences = contents.flatMap((content) =>
    (JSON.parse(content) as { text: string }[]).map(({ text }) => text.replaceAll('|', ''))
  )
  let text = ''
  for (let i = 0, count = 0; count < words; i++) {
    const sentence = sentences[i % sentences.length]!
    count += sentence.split(' ').length
    text += sentence + (i % 6 === 5 ? '\n\n' : ' ')
  }
  return text
}
