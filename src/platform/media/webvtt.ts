/**
 * Reads WebVTT captions (W3C WebVTT) and writes them anew: times, settings and texts of the cues, and nothing else. Notes, styles
 * and what players would have to guess does not survive.
 */
import { Refusal } from '#platform/refusal.ts'

export const captionsMaxBytes = 1024 * 1024

const time = '(?:(\\d{2,}):)?([0-5]\\d):([0-5]\\d)[.](\\d{3})'
const timing = new RegExp(`^${time}[ \\t]+-->[ \\t]+${time}(?:[ \\t]+(.*))?$`)
const setting =
  /^(?:vertical:(?:rl|lr)|line:-?\d{1,3}(?:\.\d+)?%?(?:,(?:start|center|end))?|position:\d{1,3}(?:\.\d+)?%(?:,(?:line-left|center|line-right))?|size:\d{1,3}(?:\.\d+)?%|align:(?:start|center|end|left|right))$/

/** The cleaned file. @throws Refusal `vtt.notText`, `vtt.tooLong`, `vtt.noHeader`, `vtt.timing` {line}, `vtt.order`, `vtt.early`, `vtt.empty` */
export function cleanCaptions(bytes: Uint8Array): string {
  if (bytes.length > captionsMaxBytes) throw new Refusal('vtt.tooLong')
  const lines = textOf(bytes).split('\n')
  if (!/^WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? '')) throw new Refusal('vtt.noHeader')
  const cues: string[] = []
  let last = 0
  let at = 1
  // The head ends at the first empty line.
  while (at < lines.length && lines[at]!.trim() !== '') at++
  while (at < lines.length) {
    if (lines[at]!.trim() === '') {
      at++
      continue
    }
    const first = at
    while (at < lines.length && lines[at]!.trim() !== '') at++
    const block = lines.slice(first, at)
    if (/^(NOTE|STYLE|REGION)(?:[ \t]|$)/.test(block[0]!)) continue
    // A cue may have a name in front of its times.
    const withName = !block[0]!.includes('-->') && block.length > 1
    const line = first + (withName ? 1 : 0)
    const match = timing.exec(lines[line]!.trim())
    if (!match) throw new Refusal('vtt.timing', { line: line + 1 })
    const start = millis(match, 1)
    const end = millis(match, 5)
    if (end <= start) throw new Refusal('vtt.order', { line: line + 1 })
    if (start < last) throw new Refusal('vtt.early', { line: line + 1 })
    last = start
    const text = block.slice(withName ? 2 : 1).map(cleanText)
    if (text.join('').trim() === '') continue
    const settings = (match[9] ?? '').split(/[ \t]+/).filter((one) => setting.test(one))
    cues.push([[stamp(start), '-->', stamp(end), ...settings].join(' '), ...text].join('\n'))
  }
  if (cues.length === 0) throw new Refusal('vtt.empty')
  return `WEBVTT\n\n${cues.join('\n\n')}\n`
}

function textOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (text.includes('\0')) throw new Refusal('vtt.notText')
    return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  } catch {
    throw new Refusal('vtt.notText')
  }
}

/** Only the marks that say something: who speaks, emphasis, language. */
function cleanText(line: string): string {
  return line.replaceAll('-->', '→').replace(/<(?!\/?(?:b|i|u|v|lang)(?:[ .][^<>]*)?>)[^<>]*>/g, '')
}

function millis(match: RegExpExecArray, from: number): number {
  const [hours, minutes, seconds, thousandths] = [0, 1, 2, 3].map((step) => Number(match[from + step] ?? 0)) as [
    number,
    number,
    number,
    number
  ]
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
}

function stamp(ms: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const seconds = Math.floor(ms / 1000)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, '0')}`
}
