import { Controller, Get, Inject, Param } from "@nestjs/common";
import { ApiTags } from "@nestjs/swagger";
import * as api from "../../contracts/api.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { Problem } from "../problems.js";
import { TASKS, type Tasks } from "../tokens.js";
import { type TaskEntry, toTaskEntry } from "./task-entry.js";

@ApiTags("tasks")
@NeedsToken()
@Controller("api/v1/tasks")
export class TasksController {
  constructor(@Inject(TASKS) private readonly registry: Tasks) {}

  @Get()
  @Call("What can be run")
  @Answer(200, "Every task, with the JSON Schemas of its parameters and its result.", api.taskList)
  listTasks(): { tasks: TaskEntry[] } {
    return { tasks: [...this.registry.values()].map(toTaskEntry) };
  }

  @Get(":name")
  @Call("A task", { 404: "There is no such task." })
  @Answer(200, "The task.", api.taskEntry)
  getTask(@Param("name") name: string): TaskEntry {
    const task = this.registry.get(name);
    if (!task)
      throw new Problem(
        "not-found",
        `there is no task ${JSON.stringify(name.slice(0, 64))}; the tasks are ${[...this.registry.keys()].join(", ")}`,
      );
    return toTaskEntry(task);
  }
}
