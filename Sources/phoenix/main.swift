import PhoenixCommands

PhoenixMain.prepare()
await PhoenixMain.run()
