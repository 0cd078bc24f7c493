import PhoenixCommands

PhoenixMain.prepare()
PhoenixMain.run()
