"""jupyter_kernel_test against our kernel. Prints one JSON object a test: its name, its outcome and the reason."""

import json
import sys
import unittest

import jupyter_kernel_test

KERNEL = "multitask-typescript"


class MultitaskTests(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    code_generate_error = "throw new TypeError('deliberate')"
    code_clear_output = "clearOutput()"
    code_inspect_sample = "Math.max"
    code_page_something = "Math.max?"

    completion_samples = [
        {"text": "Math.ma", "matches": {"max"}},
        {"text": "consol", "matches": {"console"}},
    ]
    complete_code_samples = [
        "1 + 1",
        "",
        "const double = (x: number): number => x * 2",
        "await Promise.resolve(1)",
        "const text = `one\ntwo`",
        "import { readFile } from 'node:fs/promises'",
        "enum Task { Click, Buy }",
        "function f() {\n  return /[/]{/\n}",
    ]
    incomplete_code_samples = [
        "function f() {",
        "const list = [1,",
        "const text = `one",
        "/* a comment",
        "if (true) {\n  1",
        "f(",
        "const x =",
        "class A {\n  m() {",
    ]
    invalid_code_samples = ["const = 3", "1 +* 2", "}", "let x = 1 let y = 2", "for for"]

    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "'a'.repeat(3)", "result": "'aaa'"},
        {"code": "({ a: 1, b: [2, 3] })", "result": "{ a: 1, b: [ 2, 3 ] }"},
        {"code": "await Promise.resolve(true)", "result": "true"},
    ]
    code_display_data = [
        {"code": "display({ 'text/html': '<b>bold</b>' })", "mime": "text/html"},
        {"code": "display({ 'image/svg+xml': '<svg/>', 'text/plain': 'a picture' })", "mime": "image/svg+xml"},
        {"code": "display('a text')", "mime": "text/plain"},
    ]

    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")


cases = [MultitaskTests]
# Newer than Debian's.
if hasattr(jupyter_kernel_test, "IopubWelcomeTests"):

    class MultitaskWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
        kernel_name = KERNEL
        support_iopub_welcome = True

    cases.append(MultitaskWelcomeTests)


class JsonResult(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.outcome, self.detail = "passed", ""

    def note(self, outcome, detail):
        self.outcome = outcome
        self.detail = "\n".join(part for part in (self.detail, detail) if part)

    def addFailure(self, test, err):
        self.note("failed", self._exc_info_to_string(err, test))

    addError = addFailure

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.note("failed", f"{subtest}\n{self._exc_info_to_string(err, test)}")

    def addSkip(self, test, reason):
        self.note("skipped", reason)

    def stopTest(self, test):
        line = {"name": test._testMethodName, "outcome": self.outcome, "detail": self.detail}
        print(json.dumps(line), flush=True)


suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in cases)
result = JsonResult()
suite.run(result)
sys.exit(0)
