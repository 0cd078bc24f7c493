import PhoenixCommands

await PhoenixMain.run()
