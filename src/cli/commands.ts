// Every command of `ortsgespraech`: what it is for and what it takes. The help is made from this.
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Text } from './say.ts'

/** What a command was called with. */
export interface Call {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>
  positionals: string[]
}

/** The module of a command. */
export interface CommandModule {
  run(call: Call): Promise<void>
}

export interface Option {
  /** Shown after the name for an option that takes a value. */
  value?: string
  about: Text
}

export interface Command {
  /** Its positional arguments, as the help shows them. */
  usage?: string
  about: Text
  options?: Record<string, Option>
}

const data: Option = {
  value: 'FOLDER',
  about: {
    de: 'Datenordner (statt DATA_DIR; sonst „data“ in der Installation)',
    en: 'data folder (instead of DATA_DIR; else "data" in the installation)'
  }
}
const port: Option = {
  value: 'N',
  about: { de: 'Port (statt PORT; sonst 3000)', en: 'port (instead of PORT; else 3000)' }
}
const host: Option = {
  value: 'ADDRESS',
  about: {
    de: 'Adresse, auf der gehorcht wird (statt HOST; sonst nur dieser Rechner, 127.0.0.1)',
    en: 'address to listen on (instead of HOST; else this machine only, 127.0.0.1)'
  }
}

/** All commands by name, in the order of the help. */
export const commands = {
  start: {
    about: {
      de: 'startet alles: Datenbank, Web-Server, Aufgaben',
      en: 'starts everything: database, web server, jobs'
    },
    options: {
      port,
      host,
      data,
      role: {
        value: 'web|worker|all',
        about: {
          de: 'nur Seiten ausliefern, nur Aufgaben erledigen, oder beides (mehrere Prozesse brauchen DATABASE_URL)',
          en: 'serve pages only, do jobs only, or both (several processes need DATABASE_URL)'
        }
      }
    }
  },
  demo: {
    about: {
      de: 'startet die Musterstadt zum Ausprobieren, mit eigenem Datenordner (data-demo)',
      en: 'starts the town Musterstadt to try things out, with a data folder of its own (data-demo)'
    },
    options: { port, host, data }
  },
  migrate: {
    about: {
      de: 'bringt die Datenbank auf den Stand dieser Version',
      en: "brings the database up to this release's schema"
    },
    options: { data }
  },
  backup: {
    usage: '[FOLDER]',
    about: {
      de: 'sichert Daten und Bilder, auch während das Programm läuft; sonst nach „backups“ im Datenordner',
      en: 'backs up data and images, also while the program runs; by default into "backups" in the data folder'
    },
    options: {
      data,
      keep: {
        value: 'N',
        about: {
          de: 'nur die neuesten N Sicherungen im selben Ordner behalten',
          en: 'keep only the newest N backups in the same folder'
        }
      }
    }
  },
  restore: {
    usage: 'FOLDER',
    about: {
      de: 'stellt eine Sicherung wieder her; danach geht nichts hinaus bis „release“',
      en: 'restores a backup; afterwards nothing goes out until "release"'
    },
    options: {
      data,
      replace: {
        about: {
          de: 'ersetzt, was da ist (es wird vorher noch einmal gesichert)',
          en: 'replaces what is there (which is backed up once more before)'
        }
      },
      'without-copy': {
        about: { de: 'mit --replace: ohne diese Sicherung', en: 'with --replace: without that backup' }
      },
      key: {
        value: 'FILE',
        about: {
          de: 'der Schlüssel der Installation (sonst der hier, oder die Datei .key neben der Sicherung)',
          en: 'the key of the installation (else the one here, or the file .key beside the backup)'
        }
      }
    }
  },
  release: {
    about: {
      de: 'zeigt nach einer Wiederherstellung, was stillsteht, und gibt es frei',
      en: 'shows after a restore what stands still, and releases it'
    },
    options: {
      data,
      all: { about: { de: 'gibt alle Kommunen frei', en: 'releases all municipalities' } },
      municipality: {
        value: 'HOST',
        about: { de: 'gibt nur diese Kommune frei', en: 'releases this municipality only' }
      }
    }
  },
  doctor: {
    about: {
      de: 'prüft Datenbank, Platte, Uhr, Adresse, Zertifikat, Proxy, Fediverse und Mail und sagt, was zu tun ist',
      en: 'checks database, disk, clock, address, certificate, proxy, Fediverse and mail, and says what to do'
    },
    options: {
      data,
      municipality: { value: 'HOST', about: { de: 'prüft nur diese Kommune', en: 'checks this municipality only' } },
      ask: {
        value: 'HOST',
        about: {
          de: 'prüft auch, ob https zu diesem fremden Server geht',
          en: 'also checks whether https to this other server works'
        }
      },
      lang: {
        value: 'de|en',
        about: { de: 'Sprache (sonst die des Terminals)', en: "language (else the terminal's)" }
      },
      json: { about: { de: 'Ausgabe für Programme', en: 'output for programs' } }
    }
  },
  keys: {
    about: {
      de: 'hält für mehrere Rechner die Schlüssel, die vernichtet werden (IP-Adressen); siehe docs/operations.md',
      en: 'holds, for several machines, the keys that are destroyed (IP addresses); see docs/operations.md'
    },
    options: {
      port: { value: 'N', about: { de: 'Port (sonst 3100)', en: 'port (else 3100)' } },
      host,
      data,
      cert: { value: 'FILE', about: { de: 'TLS-Zertifikat (PEM)', en: 'TLS certificate (PEM)' } },
      key: { value: 'FILE', about: { de: 'sein privater Schlüssel (PEM)', en: 'its private key (PEM)' } }
    }
  },
  person: {
    usage: 'add | reset EMAIL | list',
    about: {
      de: 'lädt Personen ein, hilft bei vergessenem Passwort oder verlorenem zweiten Faktor, zeigt alle',
      en: 'invites people, helps with a forgotten password or lost second factor, lists all'
    },
    options: {
      data,
      municipality: {
        value: 'HOST',
        about: { de: 'die Kommune (sonst die einzige)', en: 'the municipality (else the only one)' }
      },
      email: { value: 'EMAIL', about: { de: 'add: E-Mail-Adresse', en: 'add: e-mail address' } },
      name: { value: 'NAME', about: { de: 'add: Name', en: 'add: name' } },
      role: {
        value: 'ROLE,…',
        about: {
          de: 'add: editor, expert, leader, privacy, operator; sonst editor',
          en: 'add: editor, expert, leader, privacy, operator; else editor'
        }
      },
      unit: {
        value: 'NAME',
        about: {
          de: 'add: Organisationseinheit; sonst die ganze Kommune',
          en: 'add: unit; else the whole municipality'
        }
      }
    }
  },
  municipality: {
    usage: 'add | list | host add NEW-HOST',
    about: {
      de: 'richtet Kommunen ein, zeigt alle, fügt Adressen hinzu',
      en: 'sets up municipalities, lists all, adds addresses'
    },
    options: {
      data,
      name: { value: 'NAME', about: { de: 'add: Name der Kommune', en: 'add: name of the municipality' } },
      host: {
        value: 'HOST',
        about: {
          de: 'add: Adresse der Website; host add: eine bisherige Adresse',
          en: 'add: address of the site; host add: a present address'
        }
      },
      email: {
        value: 'EMAIL',
        about: { de: 'add: erste Person, die eingeladen wird', en: 'add: the first person, who is invited' }
      },
      person: { value: 'NAME', about: { de: 'add: ihr Name', en: 'add: their name' } },
      land: { value: 'NW', about: { de: 'add: Bundesland (sonst aus dem ARS)', en: 'add: state (else from the ARS)' } },
      ars: { value: 'DIGITS', about: { de: 'add: Regionalschlüssel, 12 Ziffern', en: 'add: regional key, 12 digits' } },
      kind: {
        value: 'KIND',
        about: {
          de: 'add: gemeinde, stadt, gemeindeverband, kreis, verband oder provider; sonst gemeinde',
          en: 'add: gemeinde, stadt, gemeindeverband, kreis, verband or provider; else gemeinde'
        }
      },
      handles: {
        value: 'DOMAIN',
        about: {
          de: 'add: Domain der Namen im Fediverse; sonst die der Website',
          en: "add: domain of the handles; else the site's"
        }
      },
      units: { value: 'NAME,…', about: { de: 'add: Organisationseinheiten', en: 'add: units' } }
    }
  },
  verify: {
    usage: 'FILE',
    about: {
      de: 'prüft ein Paket zur Beweissicherung: Unterschrift und Prüfsummen (braucht keine Datenbank)',
      en: 'checks a package of evidence: signature and checksums (needs no database)'
    },
    options: {
      key: {
        value: 'FINGERPRINT',
        about: {
          de: 'Fingerabdruck des Schlüssels, wie ihn die Kommune nennt',
          en: 'fingerprint of the key, as the municipality names it'
        }
      },
      json: { about: { de: 'Ausgabe für Programme', en: 'output for programs' } }
    }
  },
  language: {
    usage: 'FILE',
    about: {
      de: 'sagt, wie verständlich ein deutscher Text ist und wo man stolpert („-“ statt einer Datei: was hereinkommt)',
      en: 'says how readable a German text is and where readers stumble ("-" instead of a file: what comes in)'
    },
    options: {
      house: {
        value: 'FILE',
        about: {
          de: 'eigene Wörter des Hauses und Ausnahmen (JSON, siehe content/language/README.md)',
          en: "the house's own words and exceptions (JSON, see content/language/README.md)"
        }
      },
      data,
      municipality: {
        value: 'HOST',
        about: { de: 'mit den Wörtern dieser Kommune', en: 'with the words of this municipality' }
      },
      json: { about: { de: 'alles als eine Zeile JSON', en: 'everything as one line of JSON' } }
    }
  },
  dev: {
    about: {
      de: 'startet den Entwicklungsserver mit eigener Datenbank',
      en: 'starts the development server with a database of its own'
    },
    options: { port, data }
  },
  help: {
    usage: '[COMMAND]',
    about: { de: 'zeigt diese Hilfe, oder die eines Befehls', en: 'shows this help, or that of a command' }
  }
} satisfies Record<string, Command>

export type CommandName = keyof typeof commands

/** The command of this name, if there is one. */
export function findCommand(name: string): Command | undefined {
  return isCommand(name) ? commands[name] : undefined
}

/** Whether there is a command of this name. */
export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

/** The options of a command as `parseArgs` wants them. */
export function optionsOf(command: Command): ParseArgsOptionsConfig {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [name, option] of Object.entries(command.options ?? {})) {
    options[name] = { type: option.value ? 'string' : 'boolean' }
  }
  return options
}
