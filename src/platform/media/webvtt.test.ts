import { describe, expect, test } from 'vitest'
import { captionsMaxBytes, cleanCaptions } from './webvtt.ts'

const clean = (text: string) => cleanCaptions(Buffer.from(text))

describe('captions', () => {
  test('are written anew: times and words stay, notes, styles and scripts go', () => {
    const given = [
      '\uFEFFWEBVTT - von Erika Muster',
      'Kind: captions',
      '',
      'NOTE gesprochen von Ben, Am Ring 4',
      '',
      'STYLE',
      '::cue { background: url(https://tracker.example/x) }',
      '',
      'anfang',
      '00:01.000 --> 00:04.500 line:80% align:center onload:alert(1)',
      '<v Bürgermeisterin>Guten Tag!</v>',
      '<script>x</script>Zweite <b>Zeile</b>',
      '',
      '01:00:05.000 -->  01:00:06.000',
      'Ende'
    ].join('\r\n')
    expect(clean(given)).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:04.500 line:80% align:center\n<v Bürgermeisterin>Guten Tag!</v>\nxZweite <b>Zeile</b>\n\n01:00:05.000 --> 01:00:06.000\nEnde\n'
    )
  })

  test('may overlap, but not run backwards', () => {
    expect(clean('WEBVTT\n\n00:01.000 --> 00:05.000\na\n\n00:02.000 --> 00:03.000\nb')).toContain('\nb\n')
  })

  test.each([
    ['no header', '1\n00:00:01,000 --> 00:00:02,000\nHallo', 'vtt.noHeader', undefined],
    ['times as in SRT', 'WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHallo', 'vtt.timing', 3],
    ['a text without times', 'WEBVTT\n\nHallo\nWelt', 'vtt.timing', 4],
    ['an end before the start', 'WEBVTT\n\n00:03.000 --> 00:02.000\nHallo', 'vtt.order', 3],
    ['a cue too early', 'WEBVTT\n\n00:03.000 --> 00:04.000\na\n\n00:01.000 --> 00:02.000\nb', 'vtt.early', 6],
    ['impossible minutes', 'WEBVTT\n\n00:99.000 --> 00:99.500\nHallo', 'vtt.timing', 3],
    ['no cue', 'WEBVTT\n\nNOTE nichts', 'vtt.empty', undefined],
    ['only empty cues', 'WEBVTT\n\n00:01.000 --> 00:02.000\n', 'vtt.empty', undefined]
  ])('with %s are refused, with the line', (_, text, key, line) => {
    expect(() => clean(text)).toThrow(expect.objectContaining({ key, data: line === undefined ? {} : { line } }))
  })

  test('that are no text, or endless, are refused', () => {
    expect(() => cleanCaptions(Buffer.from([0x57, 0xff, 0xfe]))).toThrow(
      expect.objectContaining({ key: 'vtt.notText' })
    )
    expect(() => clean('WEBVTT\0')).toThrow(expect.objectContaining({ key: 'vtt.notText' }))
    expect(() => cleanCaptions(Buffer.alloc(captionsMaxBytes + 1))).toThrow(
      expect.objectContaining({ key: 'vtt.tooLong' })
    )
  })
})
