// Which characters make a word. A table for the common ones, Unicode's classes for the rest.

const size = 0x250
const letter = new Uint8Array(size)
const upper = new Uint8Array(size)
for (let code = 0; code < size; code++) {
  const char = String.fromCharCode(code)
  letter[code] = /\p{L}/u.test(char) ? 1 : 0
  upper[code] = /\p{Lu}/u.test(char) ? 1 : 0
}
const otherLetter = /[\p{L}\p{M}]/u
const otherUpper = /\p{Lu}/u

/** Whether a code unit is a letter; a soft hyphen inside a word counts as one. */
export function isLetter(code: number): boolean {
  if (code < size) return letter[code] === 1 || code === 0xad
  // Half of a letter outside of the first plane (fancy alphabets) belongs to words, half of an emoji does not.
  if (code === 0xd835) return true
  if (code >= 0xd800 && code <= 0xdfff) return false
  return otherLetter.test(String.fromCharCode(code))
}

/** Whether a code unit is a capital letter. */
export function isUpper(code: number): boolean {
  if (code < size) return upper[code] === 1
  return otherUpper.test(String.fromCharCode(code))
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Blanks of all widths, without the marks of a block's end. */
export function isBlank(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x202f ||
    code === 0x3000 ||
    code === 0xfeff
  )
}
