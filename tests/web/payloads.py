"""Words that try to be more than words: the channels of reliability.md, SEC-01 and SEC-03."""

from __future__ import annotations

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><image href='http://evil.example/'/></svg>",
    "![x](http://evil.example/a.png)",
    "![x][ref]\n\n[ref]: http://evil.example/a.png",
    "[click](javascript:alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "[uni.example](http://evil.example/)",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import url(http://evil.example/a.css)</style>",
    "<div style='background:url(http://evil.example/a)'>x</div>",
    "<video src=http://evil.example/v poster=http://evil.example/p></video>",
    "<input type=image src=http://evil.example/i>",
    "<picture><source srcset=http://evil.example/s></picture>",
    "<iframe src=http://evil.example></iframe>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<base href=http://evil.example/>",
    "<form action=http://evil.example><button>x</button></form>",
    "```mermaid\ngraph TD; A[<img src=http://evil.example/m>]\n```",
    "[1](http://evil.example) and [1]: http://evil.example",
    "**<b onclick=alert(1)>bold</b>** | <i>",
    "| a | b |\n|---|---|\n| <script>1</script> | ![](http://evil.example) |",
    "${alert(1)} {{constructor.constructor('alert(1)')()}} `${alert(1)}`",
    "<http://evil.example> http://evil.example/?q=[1]",
    "\"><img src=x onerror=alert(1)>' onmouseover='alert(1)",
]
