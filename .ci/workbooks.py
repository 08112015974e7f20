#!/usr/bin/python3
"""Reads workbooks with other programs and compares every cell with what the file itself holds.

    workbooks.py [--exceljs FILE] [--validator FILE] [--thorough] WORKBOOK...
    workbooks.py [--exceljs FILE] [--validator FILE] --self-test WORKBOOK
    workbooks.py --csv FILE...

LibreOffice, Gnumeric's ssconvert, openpyxl and exceljs must find the same sheets, the same cells and formulas in the same
places, and in each cell the same number to 1e-9, moment to a millisecond, or text to the letter. Open XML SDK's validator
must find nothing. With --thorough, LibreOffice computes every formula anew and must come to what stands beside it, and
openpyxl tells which cells are formulas. The self-test spoils a workbook in one way after the other and asks each reader to
notice. Files of separated values must open without a formula, and not without their apostrophes.

One line a workbook and reader, or a file; exit 1 if any differs.
"""
import argparse
import json
import math
import re
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ET
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # of the built-in number formats
MILLISECOND = 1 / 86400000
RECALCULATE = """<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


class Book:
    """What a program found: by sheet name, in order, by cell a value (str, float, bool or Moment), and which are formulas."""

    def __init__(self):
        self.sheets = {}
        self.formulas = set()  # None: not asked

    def put(self, sheet, cell, value):
        if value not in (None, ""):
            self.sheets[sheet][cell] = value


class Moment(float):
    """A date or moment, as days since 30 December 1899."""


def unescaped(text):
    """Text as the format means it: each _xHHHH_ stands for one character, and is undone once."""
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)


# What the file holds, read by the standard library alone

def stored(path):
    """The workbook as its own parts say; also what other programs wrote of it."""
    book = Book()
    with zipfile.ZipFile(path) as z:
        relations = {r.get("Id"): r.get("Target") for r in ET.fromstring(z.read("xl/_rels/workbook.xml.rels")).iter(PACKAGE + "Relationship")}
        strings = [text_of(si) for si in ET.fromstring(z.read("xl/sharedStrings.xml"))] if "xl/sharedStrings.xml" in z.namelist() else []
        dated = dated_styles(ET.fromstring(z.read("xl/styles.xml")))
        for s in ET.fromstring(z.read("xl/workbook.xml")).iter(MAIN + "sheet"):
            target = relations[s.get(RELATION)].lstrip("/")
            with z.open(target if target.startswith("xl/") else "xl/" + target) as part:
                read_sheet(book, s.get("name"), part, strings, dated)
    return book


def read_sheet(book, name, part, strings, dated):
    book.sheets[name] = {}
    for _, row in ET.iterparse(part):
        if row.tag != MAIN + "row":
            continue
        for c in row:
            kind, v = c.get("t", "n"), c.findtext(MAIN + "v")
            if c.find(MAIN + "f") is not None:
                book.formulas.add((name, c.get("r")))
            if kind == "inlineStr":
                value = text_of(c.find(MAIN + "is"))
            elif v is None:
                continue
            elif kind == "s":
                value = strings[int(v)]
            elif kind == "n":
                value = (Moment if int(c.get("s", 0)) in dated else float)(v)
            else:
                value = v == "1" if kind == "b" else unescaped(v)
            book.put(name, c.get("r"), value)
        row.clear()


def text_of(item):
    """The text of a plain or rich string, without phonetic hints."""
    return "".join(unescaped(t.text or "") for t in [*item.findall(MAIN + "t"), *item.findall(f"{MAIN}r/{MAIN}t")])


def dated_styles(styles):
    """The cell styles whose number format shows a date. What follows the first section is for other values."""
    codes = {int(f.get("numFmtId")): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
    bare = {n: re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", code).split(";")[0] for n, code in codes.items()}
    dates = {n for n, code in bare.items() if re.search("[dmyhs]", code, re.I) and code != "General"}
    formats = [int(x.get("numFmtId", 0)) for x in styles.find(MAIN + "cellXfs")]
    return {i for i, n in enumerate(formats) if n in dates or n in DATES and n not in codes}


# Readers: each returns a Book for each path, or a text that says why not

def run(*command, timeout=900):
    return subprocess.run([str(c) for c in command], capture_output=True, encoding="utf-8", errors="replace", timeout=timeout)


def libreoffice(paths, options):
    """All files in one run, since starting takes longer than reading most of them."""
    with tempfile.TemporaryDirectory() as d:
        Path(d, "user/user").mkdir(parents=True)
        if options.thorough:
            Path(d, "user/user/registrymodifications.xcu").write_text(RECALCULATE)
        links = []
        for i, path in enumerate(paths):
            links.append(Path(d, f"{i}{path.suffix}"))
            links[-1].symlink_to(path.resolve())
        filters = ["--infilter=CSV:59,34,76,1"] if options.csv else []
        p = run("soffice", f"-env:UserInstallation=file://{d}/user", "--headless", "--norestore", *filters,
                "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{d}/out", *links)
        made = [Path(d, "out", link.stem + ".xlsx") for link in links]
        return [stored(m) if m.exists() else f"does not open it: {p.stderr.strip()[-200:]}" for m in made]


def gnumeric(paths, options):
    out = []
    with tempfile.TemporaryDirectory() as d:
        for i, path in enumerate(paths):
            made = Path(d, f"{i}.xlsx")
            p = run("ssconvert", "--export-type=Gnumeric_Excel:xlsx2", path, made)
            out.append(stored(made) if made.exists() and not p.returncode else f"does not open it: {p.stderr.strip()[-200:]}")
    return out


def openpyxl(paths, options):
    import openpyxl
    from openpyxl.utils.datetime import to_excel
    out = []
    for path in paths:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            book = Book()
            book.formulas = set() if options.thorough else None
            for formulas in (False, True)[:1 + options.thorough]:
                source = openpyxl.load_workbook(path, data_only=not formulas, read_only=formulas)
                for sheet in source.worksheets:
                    book.sheets.setdefault(sheet.title, {})
                    for c in (c for row in sheet.iter_rows() for c in row if c.value is not None):
                        if formulas and c.data_type == "f":
                            book.formulas.add((sheet.title, c.coordinate))
                        elif not formulas:
                            book.put(sheet.title, c.coordinate, of_python(c.value, to_excel))
        out.append(f"warns: {said[0].message}" if said else book)
    return out


def of_python(value, to_excel):
    if isinstance(value, (str, bool)):
        return value
    return float(value) if isinstance(value, (int, float)) else Moment(to_excel(value))


EXCELJS = """
const {Workbook} = require(process.argv[1]), fs = require("fs");
const plain = v => v === null || v === undefined ? null : v instanceof Date ? {moment: v.getTime() / 86400000 + 25569}
  : typeof v !== "object" ? v : v.richText ? v.richText.map(r => r.text).join("") : "error" in v ? v.error
  : "formula" in v || "sharedFormula" in v ? plain(v.result) : "hyperlink" in v ? plain(v.text) : JSON.stringify(v);
(async () => {
  for (const path of process.argv.slice(2)) {
    const book = new Workbook(), out = {sheets: [], formulas: []};
    await book.xlsx.load(fs.readFileSync(path));
    for (const sheet of book.worksheets) {
      const cells = {};
      sheet.eachRow(row => row.eachCell(cell => {
        cells[cell.address] = plain(cell.value);
        if (cell.type === 6) out.formulas.push([sheet.name, cell.address]);
      }));
      out.sheets.push([sheet.name, cells]);
    }
    fs.writeSync(1, JSON.stringify(out) + "\\n");
  }
})().catch(e => { console.error(String(e)); process.exitCode = 1; });
"""


def exceljs(paths, options):
    p = run("node", "-e", EXCELJS, options.exceljs.resolve(), *paths)
    out = []
    for line in filter(None, p.stdout.split("\n")):
        found, book = json.loads(line), Book()
        book.formulas = {tuple(f) for f in found["formulas"]}
        for name, cells in found["sheets"]:
            book.sheets[name] = {}
            for cell, v in cells.items():
                value = Moment(v["moment"]) if isinstance(v, dict) else float(v) if isinstance(v, (int, float)) and not isinstance(v, bool) else v
                # A formula whose value is 0 passes for a date, or it would be dropped (see nullFormat in report/workbook).
                book.put(name, cell, 0.0 if value == 0 and (name, cell) in book.formulas else value)
        out.append(book)
    return out + [f"does not open it: {p.stderr.strip()[-200:]}"] * (len(paths) - len(out))


READERS = {"libreoffice": libreoffice, "gnumeric": gnumeric, "openpyxl": openpyxl, "exceljs": exceljs}

# openpyxl takes away every x005F_ that it reads, and LibreOffice those that it writes: of a text that is itself an escape
# of an escape, one is lost on the way. The format says otherwise, and the other programs follow it.
LAX = {"libreoffice", "openpyxl"}


# Comparing

def same(a, b, lax=False):
    if isinstance(a, Moment) != isinstance(b, Moment) or type(a) is not type(b):
        return False
    if isinstance(a, Moment):
        return abs(a - b) < MILLISECOND
    if isinstance(a, float):
        return math.isclose(a, b, rel_tol=1e-9)
    return a == b or lax and isinstance(a, str) and a.replace("x005F_", "") == b.replace("x005F_", "")


def differences(mine, other, lax=False):
    """What a reader's book says otherwise, place by place."""
    if isinstance(other, str):
        yield other
        return
    if list(mine.sheets) != list(other.sheets):
        yield f"the sheets are {list(other.sheets)}, not {list(mine.sheets)}"
        return
    for name, cells in mine.sheets.items():
        found = other.sheets[name]
        for cell in sorted(cells.keys() | found.keys()):
            if not same(cells.get(cell), found.get(cell), lax):
                yield f"{name}!{cell} holds {cells.get(cell)!r:.60}, read {found.get(cell)!r:.60}"
    for name, cell in sorted(mine.formulas ^ other.formulas if other.formulas is not None else ()):
        yield f"{name}!{cell} is a formula in one and not in the other"


def invalid(path, options):
    """What the validator says against the schema of Office Open XML."""
    p = run(options.validator.resolve(), path)
    try:
        said = json.loads(p.stdout)
    except ValueError:
        return [f"the validator breaks down: {(p.stderr or p.stdout).strip()[-200:]}"]
    return [] if said.get("ok") is True and not said.get("errors") else [json.dumps(e)[:300] for e in said.get("errors") or [said]]


def compared(expected, given, options):
    """By reader, what it finds different in each workbook. Readers run side by side."""
    def asked(name):
        if name == "schema":
            return [invalid(path, options) for path in given]
        return [list(differences(e, b, name in LAX)) for e, b in zip(expected, READERS[name](given, options))]

    names = [n for n in READERS if n != "exceljs" or options.exceljs] + ["schema"] * bool(options.validator)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(asked, names)))


def check(paths, options):
    mine = [stored(p) for p in paths]
    failed = 0
    for reader, faults in compared(mine, paths, options).items():
        for path, book, found in zip(paths, mine, faults):
            failed += bool(found)
            shown = "; ".join(found[:5]) + (f"; and {len(found) - 5} more" if len(found) > 5 else "")
            print(f"{'FAIL' if found else 'ok  '} {path.parent.parent.name + '/' + path.name:28} {reader:12} {shown or str(sum(map(len, book.sheets.values()))) + ' cells'}")
    return failed


def check_csv(paths, options):
    """No text becomes a formula when a file is opened, and some do where the apostrophes in front are gone."""
    failed = 0
    with tempfile.TemporaryDirectory() as d:
        bare = Path(d, "bare.csv")
        bare.write_text("".join(re.sub("\"'(?=[=+@-])", '"', p.read_text("utf-8")) for p in paths), "utf-8")
        for name, reader in (("libreoffice", libreoffice), ("gnumeric", gnumeric)):
            *books, unguarded = reader([*paths, bare], options)
            faults = [f"{p.name}: {b if isinstance(b, str) else sorted(b.formulas)[:5]}" for p, b in zip(paths, books) if isinstance(b, str) or b.formulas]
            if isinstance(unguarded, str) or not unguarded.formulas:
                faults.append("without apostrophes there is no formula either, so nothing is proven")
            failed += bool(faults)
            print(f"{'FAIL' if faults else 'ok  '} {len(paths)} files of separated values, {name}: {'; '.join(faults) or 'no formula'}")
    return failed


# The self-test

CELL = r'<c r="[A-Z]+\d+" s="\d+"'


def spoiled(path, made, part, pattern, by):
    """A copy of a workbook in which the first match in a part is replaced."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                changed = re.sub(pattern, by, text.decode(), count=1)
                assert changed != text.decode(), f"nothing to spoil: {pattern} in {part}"
                text = changed.encode()
            new.writestr(name, text)
    return made


def spoils(path):
    """By what is done to a workbook, the part, what is looked for and what stands there then."""
    table = "xl/worksheets/sheet4.xml"  # the findings
    date = next(s for s in sorted(dated_styles(ET.fromstring(zipfile.ZipFile(path).read("xl/styles.xml")))))
    return {
        "a letter more": (table, r'(<is><t[^>]*>[^<]+)</t>', r"\1x</t>"),
        "a figure": (table, rf'({CELL}><v>\d+)</v>', r"\1.001</v>"),
        "a figure that is a date": (table, rf'(<c r="[A-Z]+\d+" s=)"\d+"(><v>\d+</v>)', rf'\1"{date}"\2'),
        "a cell less": (table, rf'{CELL} t="inlineStr"><is><t[^>]*>[^<]+</t></is></c>', ""),
        "a text that is a formula": (table, rf'({CELL}) t="inlineStr"><is><t[^>]*>([^<]+)</t></is></c>', r'\1 t="str"><f>"\2"</f><v>\2</v></c>'),
        "a sheet's name": ("xl/workbook.xml", r'(<sheet name="[^"]+)"', r'\1x"'),
    }


def self_test(path, options):
    """Each reader must notice each way in which a workbook is spoiled, and nothing where it is not."""
    with tempfile.TemporaryDirectory() as d:
        ways = spoils(path)
        copies = [spoiled(path, Path(d, f"{i}.xlsx"), *way) for i, way in enumerate(ways.values())]
        sums = spoiled(path, Path(d, "sums.xlsx"), "xl/worksheets/sheet2.xml", r"(</f><v>\d+)</v>", r"\g<1>7</v>")
        odd = spoiled(path, Path(d, "odd.xlsx"), "xl/worksheets/sheet4.xml", "<sheetData>", '<sheetData unheard="of">')
        mine, readers = stored(path), argparse.Namespace(exceljs=options.exceljs, validator=None, thorough=True, csv=False)
        found = compared([mine] * len(copies) + [mine, stored(sums)], [*copies, path, sums], readers)
        wrong = [f"{reader} does not notice {way}" for reader, faults in found.items() for way, said in zip(ways, faults) if not said]
        wrong += [f"{reader} says of a sound workbook: {faults[-2][0]}" for reader, faults in found.items() if faults[-2]]
        if not found["libreoffice"][-1]:
            wrong.append("libreoffice does not notice a formula that gives something else")
        if options.validator and not invalid(odd, options):
            wrong.append("the validator does not notice an attribute that is none")
    print("\n".join(wrong) or f"{', '.join(found)} notice each of {len(ways)} ways to spoil a workbook")
    return len(wrong)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("workbooks", type=Path, nargs="+", metavar="WORKBOOK")
    a.add_argument("--exceljs", type=Path, metavar="FILE", help="its bundle; without, it is not asked")
    a.add_argument("--validator", type=Path, metavar="FILE", help="without, the schema is not looked at")
    a.add_argument("--thorough", action="store_true", help="LibreOffice computes every formula anew, openpyxl lists them")
    a.add_argument("--csv", action="store_true", help="they are files of separated values, with semicolons")
    a.add_argument("--self-test", action="store_true", help="prove that each reader notices what is spoiled")
    options = a.parse_args()
    if options.csv:
        return 1 if check_csv(options.workbooks, options) else 0
    if options.self_test:
        return 1 if sum(self_test(path, options) for path in options.workbooks) else 0
    return 1 if check(options.workbooks, options) else 0


if __name__ == "__main__":
    sys.exit(main())
