"""`desk`: the same year in a browser."""

from pathlib import Path

import click

from .terminal import say


@click.command()
@click.argument("workspace", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--bind", default="127.0.0.1:8000", show_default=True, help="地址:端口 / where to listen"
)
@click.option("--certfile", type=click.Path(dir_okay=False, exists=True, path_type=Path),
              help="https 证书 / certificate, PEM")  # fmt: skip
@click.option("--keyfile", type=click.Path(dir_okay=False, exists=True, path_type=Path),
              help="证书的私钥 / its private key, PEM")  # fmt: skip
@click.option("--behind-proxy", is_flag=True, help="前面有 https 代理 / a proxy in front has https")
@click.option("--restore", metavar="备份", help="恢复一个备份后停下 / restore a backup and stop")
@click.option("--demo", is_flag=True, help="没有就建一个示例工作区 / make one to try it on")
def desk(
    workspace: Path,
    bind: str,
    certfile: Path | None,
    keyfile: Path | None,
    behind_proxy: bool,
    demo: bool,
    restore: str | None,
) -> None:
    """在浏览器里填报、收件、考核。

    Serve a workspace in the browser: cities upload, officials collect, auditors decide.
    """
    from ..desk.serve import Bind, begin, serve
    from ..desk.store import Store
    from ..ledger.store import opened

    if restore is not None:
        from ..desk import backup

        kept = backup.restore(workspace, restore)
        say(f"已恢复 {restore}；原来的文件在 {kept}")
        return
    if demo:
        from ..desk.demo import make

        make(workspace, click.echo)
    with opened(workspace):
        pass  # refuse early what is no ledger
    where = Bind.of(bind)
    where.refuse_plain(certfile, behind_proxy)
    for made in begin(Store.beside(workspace)):
        say(f"{made.role.chinese}  登录名 {made.login}  一次性密码 {made.password}")
    scheme = "https" if certfile else "http"
    address = f"{scheme}://{where.host}:{where.port}"
    serve(
        workspace,
        where,
        certfile=certfile,
        keyfile=keyfile,
        behind_proxy=behind_proxy,
        ready=lambda: say(f"工作台在 {address}（按 Ctrl-C 停止）"),
    )
